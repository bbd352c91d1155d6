package io.penstock.control.client.apply;

import io.penstock.control.api.PolicyReport;
import io.penstock.control.client.settings.PolicyOptions;
import io.penstock.core.error.PenstockException;
import io.penstock.pipes.api.PipeOutline;
import io.penstock.pipes.api.PipeTool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What this agent allows its server. Nothing the server says can change it. Immutable. */
public final class LocalPolicy {
    /** Who could change these could be somebody else's agent, or change the rest of this policy. */
    private static final Pattern OWN = Pattern.compile("control-client\\.(?!logs\\.|metrics\\.|interval$|long-poll$).*");

    private final PolicyOptions options;

    public LocalPolicy(PolicyOptions options) {
        this.options = options;
    }

    private static boolean matches(List<String> patterns, String name) {
        return patterns.stream().flatMap(text -> List.of(text.split(",")).stream()).map(String::strip)
                .anyMatch(pattern -> Pattern.matches(List.of(pattern.split("\\*", -1)).stream().map(Pattern::quote)
                        .collect(Collectors.joining(".*")), name));
    }

    /** Why a pipe is not allowed here. */
    Optional<Verdict> against(String text, String name, Map<String, ?> params) {
        PipeOutline outline;
        try {
            outline = new PipeTool(List.of(), params, "agent", Path.of("data")).outline(text, name);
        } catch (PenstockException e) {
            return Optional.of(new Verdict("pipes.invalid", e.getMessage()));
        }
        if (!outline.name().equals(name)) {
            return Optional.of(new Verdict("pipes.name", "the text calls the pipe \"" + outline.name() + "\", the manifest \""
                    + name + "\""));
        }
        return outline.plugins().stream()
                .filter(plugin -> !matches(options.plugins(), plugin) || matches(options.denyPlugins(), plugin)).findFirst()
                .map(plugin -> new Verdict("policy.plugin", "this agent does not let its server use the plugin \"" + plugin
                        + "\" ([control-client.policy])"));
    }

    /** Whether the server may change a setting. */
    public boolean allowsSetting(String name) {
        return matches(options.settings(), name) && !OWN.matcher(name).matches();
    }

    /** Whether the server may give a command. */
    public boolean allowsCommand(String command) {
        return matches(options.commands(), command);
    }

    /** As the server is told. */
    public PolicyReport report() {
        String summary = "plugins " + String.join(", ", options.plugins()) + " without " + String.join(", ", options.denyPlugins())
                + "; settings " + String.join(", ", options.settings()) + "; commands " + String.join(", ", options.commands());
        return new PolicyReport(Artifacts.hash(summary.getBytes(StandardCharsets.UTF_8)),
                summary.substring(0, Math.min(4000, summary.length())));
    }
}
