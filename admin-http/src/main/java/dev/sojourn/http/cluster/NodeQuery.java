package dev.sojourn.http.cluster;

import dev.sojourn.processor.query.Query;
import java.util.List;

/** Query from one node to another. */
public record NodeQuery(List<Integer> partitions, Query<?> query) {}
