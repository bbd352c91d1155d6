package io.penstock.admin;

import io.penstock.core.options.Option;

/** The table {@code [admin]}. */
public record AdminSettings(
        @Option(doc = "Where /metrics, /health and /ready are served, as HOST:PORT; port 0 takes any free one, "
                + "\"none\" serves them nowhere.", value = "127.0.0.1:9600", example = "127.0.0.1:9600")
        String address,
        @Option(doc = "Allows an address that other machines can reach. They then read metrics and health in plain text, "
                + "without a password.", value = "false")
        boolean plainText) {
}
