package io.penstock.pipes.lang;

import io.penstock.core.plugin.PluginKind;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which bundle of the product brings which plugin: for the advice to install one. */
public final class PluginIndex {
    private static final Map<PluginKind, Map<String, List<String>>> BUNDLES = Map.of(
            PluginKind.INPUT, Map.of(
                    "plugin-basic", List.of("generate", "stdin"), "plugin-file", List.of("file"),
                    "plugin-exec", List.of("exec"), "plugin-net", List.of("tcp", "udp", "syslog"),
                    "plugin-http", List.of("http-poll", "http-server"), "plugin-host", List.of("host"),
                    "relay-server", List.of("relay"), "cdc", List.of("cdc"), "plugin-kafka", List.of("kafka"),
                    "plugin-nats", List.of("nats")),
            PluginKind.TRANSFORM, Map.of("plugin-transform", List.of("extract", "json", "csv", "key-value", "convert",
                    "map", "add", "filter", "route", "rename", "remove", "time", "flatten", "expand", "dedupe", "throttle",
                    "sample", "delta", "window", "enrich", "redact")),
            PluginKind.OUTPUT, Map.of(
                    "plugin-basic", List.of("console", "discard"), "plugin-file", List.of("file", "csv"),
                    "plugin-http", List.of("http"), "plugin-net", List.of("tcp"), "plugin-jdbc", List.of("jdbc"),
                    "plugin-telemetry", List.of("prometheus", "prometheus-remote-write", "influxdb", "otlp"),
                    "relay-client", List.of("relay"),
                    "plugin-kafka", List.of("kafka"), "plugin-nats", List.of("nats")));

    private PluginIndex() {
    }

    /** The bundle that brings a plugin. */
    public static Optional<String> bundle(PluginKind kind, String plugin) {
        return BUNDLES.get(kind).entrySet().stream().filter(entry -> entry.getValue().contains(plugin))
                .map(Map.Entry::getKey).findFirst();
    }

    static Set<String> names(PluginKind kind) {
        Set<String> names = new HashSet<>();
        BUNDLES.get(kind).values().forEach(names::addAll);
        return names;
    }
}
