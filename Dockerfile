FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags=-s -o /tremplin ./cmd/tremplin

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /tremplin /tremplin
ENTRYPOINT ["/tremplin"]
CMD ["version"]
