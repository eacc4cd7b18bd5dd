# Built with the Maven wrapper, so that the image has what ./mvnw verify tests.
FROM eclipse-temurin:17-jdk AS build
WORKDIR /src
COPY . .
RUN ./mvnw -B -q -DskipTests -Dspotless.check.skip -pl app -am package

FROM eclipse-temurin:17-jre
RUN groupadd --system sojourn \
 && useradd --system --gid sojourn --home-dir /var/lib/sojourn --create-home sojourn \
 && mkdir -p /var/lib/sojourn/state \
 && chown -R sojourn:sojourn /var/lib/sojourn
COPY --from=build /src/sojourn /opt/sojourn/sojourn
COPY --from=build /src/app/target/app.jar /opt/sojourn/app/target/app.jar
COPY --from=build /src/app/target/lib /opt/sojourn/app/target/lib
COPY --from=build /src/examples /opt/sojourn/examples
USER sojourn
WORKDIR /var/lib/sojourn
VOLUME /var/lib/sojourn/state
EXPOSE 3002
# bash opens the connection itself, so the image needs no curl.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${SOJOURN_HTTP_PORT:-3002} && printf 'GET /health/live HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]
ENTRYPOINT ["/opt/sojourn/sojourn"]
CMD ["serve"]
