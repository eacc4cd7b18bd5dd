package dev.sojourn.http;

import dev.sojourn.processor.engine.PartitionedHarness;

/** What the parts of a cluster are made of. */
interface ClusterTasks {

  PartitionedHarness tasks();
}
