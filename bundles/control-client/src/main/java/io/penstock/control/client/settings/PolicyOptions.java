package io.penstock.control.client.settings;

import io.penstock.core.options.Option;
import java.util.List;

/** The table {@code [control-client.policy]}. */
public record PolicyOptions(
        @Option(doc = "Plugins the server's pipes may use; * stands for any letters.", value = "*") List<String> plugins,
        @Option(doc = "Plugins they may not use all the same.", value = "exec") List<String> denyPlugins,
        @Option(doc = "Settings the server may change.", value = "log.*, control-client.*") List<String> settings,
        @Option(doc = "Commands it may give.", value = "restart, drain, resume, diagnostics, rotate-key, retry-pipe")
        List<String> commands) {
}
