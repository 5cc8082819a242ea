# The projection service, from what `mvn -Dquick package` leaves in projection-service/target. Needs no network but for its base.
ARG JRE=eclipse-temurin:25-jre
FROM ${JRE}

LABEL org.opencontainers.image.title="tidemark-projection" \
      org.opencontainers.image.description="Folds events into PostgreSQL and writes them through to Redis" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="eclipse-temurin:25-jre"

WORKDIR /opt/tidemark
# What changes least comes first: a build without new libraries sends some hundred kilobytes.
COPY projection-service/target/image/libraries/ lib/
COPY deploy/images/jvm.options deploy/images/is-ready ./
COPY projection-service/target/image/modules/ lib/
COPY projection-service/target/projection-service-*[0-9T].jar service.jar
COPY projection-service/target/image/classpath ./
RUN { printf '%s' '-cp /opt/tidemark/service.jar:'; cat classpath; } > classpath.options

# By number: an orchestrator can see that it is not root, and the base need not know a name for it.
USER 10001:10001
ENV HTTP_HOST=0.0.0.0 \
    HTTP_PORT=8080
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=4s --start-period=300s --retries=3 CMD ["/opt/tidemark/is-ready"]
ENTRYPOINT ["java", "@/opt/tidemark/jvm.options", "@/opt/tidemark/classpath.options", "dev.tidemark.projection.Main"]

ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
