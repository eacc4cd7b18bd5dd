package dev.sojourn.http.server;

import dev.sojourn.http.access.Access;
import dev.sojourn.http.access.RateLimits;
import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.cluster.RemoteQueries;
import dev.sojourn.http.error.ErrorMapper;
import dev.sojourn.http.error.JettyErrors;
import dev.sojourn.http.health.Health;
import dev.sojourn.http.kafka.CommandGateway;
import dev.sojourn.http.kafka.DeadLetterLog;
import dev.sojourn.http.kafka.EventGateway;
import dev.sojourn.http.kafka.EventLog;
import dev.sojourn.http.prometheus.RequestMeter;
import dev.sojourn.http.prometheus.Scrape;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.http.template.TemplatePreview;
import dev.sojourn.http.tracking.TrackingLinks;
import dev.sojourn.processor.engine.Engine;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;

/** HTTP server of a node. */
public final class HttpServer implements AutoCloseable {

  /** Milliseconds that open requests may take to finish when the server stops. */
  private static final long STOP_MS = 2_000;

  private static final long IDLE_STOP_MS = 50;

  private final Javalin javalin;
  private final List<Route> routes;
  private final TrackingLinks trackingLinks;

  private HttpServer(
      HttpSettings settings,
      ClusterQueries queries,
      List<Route> routes,
      RequestMeter requests,
      TrackingLinks trackingLinks) {
    this.routes = routes;
    this.trackingLinks = trackingLinks;
    Access access =
        new Access(
            settings.adminKey(),
            queries::registry,
            new RateLimits(settings.adminRateLimit(), System::nanoTime),
            settings.clock(),
            settings.posthogSecret(),
            settings.dev());
    this.javalin =
        Javalin.create(
            config -> {
              listen(config, settings.host(), settings.port());
              answer(config, access, routes);
              config.requestLogger.http(requests::answered);
            });
  }

  /**
   * Starts the server.
   *
   * @param engine answers the queries; it need not be ready
   * @param meters to which the engine's meters are registered: {@link Scrape#newRegistry()}
   * @param events and {@code commands} and {@code log} and {@code deadLetters}: gateways and
   *     readers of the log, already open and closed by the caller after this server
   * @param preview renders templates for the preview route
   * @param ready whether everything this node publishes is applied everywhere
   * @throws RuntimeException when the port is in use
   */
  public static HttpServer start(
      HttpSettings settings,
      Engine engine,
      PrometheusMeterRegistry meters,
      EventGateway events,
      CommandGateway commands,
      EventLog log,
      DeadLetterLog deadLetters,
      TemplatePreview preview,
      BooleanSupplier ready) {
    ClusterQueries queries = new ClusterQueries(engine, new RemoteQueries(settings.adminKey()));
    Scrape scrape = new Scrape(meters, engine);
    TrackingLinks trackingLinks = new TrackingLinks(settings.mail().links(), queries, events);
    Routes routes =
        new Routes()
            .ingestion(events)
            .journeys(queries, commands, events, settings.clock())
            .sendingRoutes(queries, commands, settings.clock())
            .persons(queries, commands, log)
            .events(queries, commands, log)
            .access(queries, commands, settings.clock())
            .deadLetters(queries, commands, deadLetters)
            .templates(queries, preview)
            .tracking(settings.mail(), trackingLinks, queries, events, settings.clock())
            .health(new Health(engine, ready))
            .metrics(scrape)
            .nodes(queries);
    if (settings.dev()) {
      routes.outbox(queries);
    }
    HttpServer server =
        new HttpServer(settings, queries, routes.all(), scrape.requests(), trackingLinks);
    server.javalin.start();
    return server;
  }

  /** The port the server listens on. */
  public int port() {
    return javalin.port();
  }

  List<Route> routes() {
    return routes;
  }

  private static void listen(JavalinConfig config, String host, int port) {
    config.startup.showJavalinBanner = false;
    config.startup.startupWatcherEnabled = false;
    config.jetty.modifyServer(
        server -> {
          server.setErrorHandler(new JettyErrors());
          server.setStopTimeout(STOP_MS);
        });
    config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(new JettyErrors()));
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    config.jetty.addConnector(
        (server, http) -> {
          ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
          connector.setHost(host);
          connector.setPort(port);
          // Idle keep-alive connections would delay the stop by a second.
          connector.setShutdownIdleTimeout(IDLE_STOP_MS);
          return connector;
        });
  }

  private static void answer(JavalinConfig config, Access access, List<Route> routes) {
    config.http.prefer405over404 = true;
    ErrorMapper.register(config);
    for (Route route : routes) {
      Handler handler =
          ctx -> {
            ApiRequest request = new ApiRequest(ctx);
            access.check(route.rule(), request);
            route.handler().handle(request);
          };
      config.routes.addEndpoint(new Endpoint(route.method(), route.path(), handler));
      if (route.method().equals(HandlerType.GET)) {
        // Without it, Javalin answers HEAD with 200, unauthenticated and even where nothing exists.
        config.routes.addEndpoint(new Endpoint(HandlerType.HEAD, route.path(), handler));
      }
    }
  }

  @Override
  public void close() {
    javalin.stop();
    trackingLinks.close();
  }
}
