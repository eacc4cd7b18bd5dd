package dev.sojourn.http.cluster;

import dev.sojourn.processor.query.Query;
import java.util.List;

/** A question from node to node. */
record NodeQuery(List<Integer> partitions, Query<?> query) {}
