package dev.sojourn.http.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.cluster.NodeQuery;
import dev.sojourn.http.cluster.RemoteQueries;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.processor.engine.Features;
import java.util.List;
import java.util.Map;

/**
 * Route that answers queries of other nodes from this node's own partitions, so that a query takes
 * at most one hop.
 */
final class NodeQueries {

  private static final ObjectMapper MAPPER = Features.queryMapper();

  private final ClusterQueries queries;

  NodeQueries(ClusterQueries queries) {
    this.queries = queries;
  }

  /** {@code POST /internal/query}: {@code {partitions, query}}. */
  void answer(ApiRequest request) {
    if (request.header(RemoteQueries.HOP) == null) {
      throw RefusedException.invalid(
          "expected the header %s: nodes ask here, nobody else".formatted(RemoteQueries.HOP));
    }
    NodeQuery asked = read(request.json(ApiRequest.MAX_BODY));
    List<?> answers = queries.local(asked.query(), asked.partitions());
    request.answer(200, Map.of("answers", answers));
  }

  private static NodeQuery read(JsonNode body) {
    try {
      return MAPPER.treeToValue(body, NodeQuery.class);
    } catch (JsonProcessingException e) {
      throw RefusedException.invalid("expected a question of a node of this version");
    }
  }
}
