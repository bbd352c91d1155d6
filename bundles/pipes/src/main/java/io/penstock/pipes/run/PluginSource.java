package io.penstock.pipes.run;

import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginKind;
import java.util.Optional;

/** Where plugins are found by name. Thread-safe. */
@FunctionalInterface
public interface PluginSource {
    /** The best plugin of that kind and name; empty when there is none now. */
    Optional<Plugin<?>> find(PluginKind kind, String name);
}
