# One static program in an image with nothing else: no shell, no package, a user
# without rights. The same sources and VERSION give the same program.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download && go mod verify
COPY . .
ARG VERSION=""
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags="-s -w -buildid= -X main.stamped=${VERSION}" -o /out/tremplin ./cmd/tremplin \
 && mkdir -p /out/checkpoints /out/data

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /out/tremplin /usr/bin/tremplin
# Volumes take over whose these are.
COPY --from=build --chown=nonroot:nonroot /out/checkpoints /checkpoints
COPY --from=build --chown=nonroot:nonroot /out/data /data
USER nonroot
EXPOSE 8080
# SIGTERM: it says that it leaves, ends what it has begun, and is gone in 25 seconds.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=4s --start-period=20s --retries=3 CMD ["/usr/bin/tremplin", "health"]
ENTRYPOINT ["/usr/bin/tremplin"]
CMD ["serve"]
