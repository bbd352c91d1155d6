package io.penstock.admin.console;

import io.penstock.core.options.Option;

/** The table {@code [admin-console]}. */
public record ConsoleSettings(
        @Option(doc = "Where the web console listens, as HOST:PORT on this machine; port 0 takes any free one, \"none\" "
                + "switches it off.", value = "127.0.0.1:8090", example = "127.0.0.1:8090")
        String address) {
}
