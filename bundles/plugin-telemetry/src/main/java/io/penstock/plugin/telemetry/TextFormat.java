package io.penstock.plugin.telemetry;

/** The two text formats Prometheus reads. */
enum TextFormat {
    /** Version 0.0.4, which everything reads. */
    PLAIN("text/plain; version=0.0.4; charset=utf-8"),
    /** OpenMetrics 1.0. */
    OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

    private final String contentType;

    TextFormat(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    /** What a request with this Accept header gets; null is none. */
    static TextFormat accepted(String header) {
        return header != null && header.contains("application/openmetrics-text") ? OPENMETRICS : PLAIN;
    }
}
