package dev.sojourn.http.server;

import static java.util.stream.Collectors.toSet;

import dev.sojourn.http.access.Access;
import dev.sojourn.http.access.AccessRoutes;
import dev.sojourn.http.access.RateLimits;
import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.cluster.RemoteQueries;
import dev.sojourn.http.contact.ContactRoutes;
import dev.sojourn.http.deadletter.DeadLetterRoutes;
import dev.sojourn.http.error.ErrorMapper;
import dev.sojourn.http.error.JettyErrors;
import dev.sojourn.http.error.Rejections;
import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.http.event.EventRoutes;
import dev.sojourn.http.health.HealthRoutes;
import dev.sojourn.http.journey.JourneyRoutes;
import dev.sojourn.http.kafka.CommandGateway;
import dev.sojourn.http.kafka.DeadLetterLog;
import dev.sojourn.http.kafka.EventGateway;
import dev.sojourn.http.kafka.EventLog;
import dev.sojourn.http.metric.MetricRoutes;
import dev.sojourn.http.node.NodeRoutes;
import dev.sojourn.http.prometheus.PrometheusRoutes;
import dev.sojourn.http.prometheus.RequestMeter;
import dev.sojourn.http.prometheus.Scrape;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.http.request.Commands;
import dev.sojourn.http.route.Dependencies;
import dev.sojourn.http.route.Route;
import dev.sojourn.http.route.RouteGroup;
import dev.sojourn.http.sending.SendingRoutes;
import dev.sojourn.http.template.TemplatePreview;
import dev.sojourn.http.template.TemplateRoutes;
import dev.sojourn.http.tracking.TrackingLinks;
import dev.sojourn.http.tracking.TrackingRoutes;
import dev.sojourn.http.webhook.WebhookRoutes;
import dev.sojourn.processor.engine.Engine;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;

/**
 * HTTP server of a node. Handlers run on {@link RequestThreads}, which they may block for reads;
 * Jetty's own threads answer the health routes and never wait.
 */
public final class HttpServer implements AutoCloseable {

  /** Milliseconds that open requests may take to finish when the server stops. */
  private static final long STOP_MS = 2_000;

  private static final long IDLE_STOP_MS = 50;

  private static final Rejections REJECTIONS =
      new Rejections(
          List.of(
              Commands.REJECTIONS,
              EventRoutes.REJECTIONS,
              JourneyRoutes.REJECTIONS,
              ContactRoutes.REJECTIONS,
              DeadLetterRoutes.REJECTIONS,
              AccessRoutes.REJECTIONS));

  private final Javalin javalin;
  private final List<Route> routes;
  private final TrackingLinks trackingLinks;

  private HttpServer(
      HttpSettings settings,
      ClusterQueries queries,
      List<Route> routes,
      RequestThreads threads,
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
              listen(config, settings.host(), settings.port(), threads);
              answer(config, access, routes, threads.executor());
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
    return start(
        settings,
        engine,
        meters,
        events,
        commands,
        log,
        deadLetters,
        preview,
        ready,
        RequestThreads.PENDING);
  }

  /**
   * Starts a server with another bound on what is pending.
   *
   * @param pending requests without a response at most
   */
  static HttpServer start(
      HttpSettings settings,
      Engine engine,
      PrometheusMeterRegistry meters,
      EventGateway events,
      CommandGateway commands,
      EventLog log,
      DeadLetterLog deadLetters,
      TemplatePreview preview,
      BooleanSupplier ready,
      int pending) {
    ClusterQueries queries = new ClusterQueries(engine, new RemoteQueries(settings.adminKey()));
    Scrape scrape = new Scrape(meters, engine);
    TrackingLinks trackingLinks = new TrackingLinks(settings.mail().links(), queries, events);
    List<RouteGroup> groups =
        List.of(
            new EventRoutes(),
            new JourneyRoutes(),
            new ContactRoutes(),
            new SendingRoutes(),
            new TemplateRoutes(preview),
            new TrackingRoutes(settings.mail().links(), trackingLinks),
            new WebhookRoutes(settings.mail()),
            new DeadLetterRoutes(),
            new AccessRoutes(),
            new MetricRoutes(),
            new PrometheusRoutes(scrape),
            new HealthRoutes(engine, ready),
            new NodeRoutes());
    Dependencies dependencies =
        new Dependencies(
            queries,
            commands,
            REJECTIONS,
            events,
            log,
            deadLetters,
            settings.clock(),
            settings.dev());
    List<Route> routes =
        groups.stream().flatMap(group -> group.routes(dependencies).stream()).toList();
    RequestThreads threads =
        new RequestThreads(
            routes.stream().filter(Route::immediate).map(Route::path).collect(toSet()),
            RequestThreads.THREADS,
            pending);
    HttpServer server =
        new HttpServer(settings, queries, routes, threads, scrape.requests(), trackingLinks);
    server.javalin.start();
    return server;
  }

  /** What people are told when the engine rejects something. */
  public static Rejections rejections() {
    return REJECTIONS;
  }

  /** The port the server listens on. */
  public int port() {
    return javalin.port();
  }

  List<Route> routes() {
    return routes;
  }

  private static void listen(JavalinConfig config, String host, int port, RequestThreads threads) {
    config.startup.showJavalinBanner = false;
    config.startup.startupWatcherEnabled = false;
    config.jetty.modifyServer(
        server -> {
          server.setErrorHandler(new JettyErrors());
          server.setStopTimeout(STOP_MS);
          server.setHandler(threads);
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

  private static void answer(
      JavalinConfig config, Access access, List<Route> routes, Executor threads) {
    config.http.prefer405over404 = true;
    ErrorMapper.register(config);
    for (Route route : routes) {
      Handler handler =
          ctx -> {
            if (ctx.attribute(RequestThreads.REFUSED) != null) {
              throw new UnavailableException("too many requests wait for an answer");
            }
            ApiRequest request = new ApiRequest(ctx, threads);
            access.check(route.permission(), request);
            route.handler().handle(request);
            request.later().ifPresent(later -> ctx.future(() -> later));
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
