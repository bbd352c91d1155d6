package io.penstock.control.server.pipe;

import io.penstock.core.error.PenstockException;
import io.penstock.core.plugin.Plugin;
import io.penstock.pipes.api.GraphFormat;
import io.penstock.pipes.api.PipeOutline;
import io.penstock.pipes.api.PipeTool;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Understands pipes as the pipe language does, with the plugins there are in this process. Where there are none, texts are read, but
 * what is within their nodes is left to the agents. Thread-safe.
 */
public final class ToolReader implements PipeReader {
    private static final String SOURCE = "pipe";
    private static final int MAX_FINDINGS = 200;
    private final Supplier<Collection<Plugin<?>>> plugins;

    public ToolReader(Supplier<Collection<Plugin<?>>> plugins) {
        this.plugins = plugins;
    }

    /** With values for parameters. */
    PipeTool tool(Map<String, ?> params) {
        return new PipeTool(plugins.get(), params, "agent", Path.of("data"));
    }

    @Override
    public Outline outline(String text) {
        try {
            PipeOutline outline = tool(Map.of()).outline(text, SOURCE);
            return new Outline(outline.name(), outline.description(), outline.labels(), outline.params().stream()
                    .map(param -> new Outline.Param(param.name(), param.type(), param.required(), param.hasDefault())).toList(),
                    outline.plugins());
        } catch (PenstockException e) {
            throw new PenstockException(e.kind(), "pipes.invalid", e.getMessage(), e);
        }
    }

    @Override
    public List<Finding> lint(String text, Map<String, ?> params) {
        if (plugins.get().isEmpty()) {
            return List.of();
        }
        return tool(params).lint(text, SOURCE).stream().limit(MAX_FINDINGS).map(one -> new Finding(Math.max(1, one.line()),
                Math.max(1, one.column()), one.severity().name().toLowerCase(Locale.ROOT), one.code(), one.message(),
                one.suggestion())).toList();
    }

    @Override
    public String graph(String text) {
        try {
            return tool(Map.of()).graph(text, SOURCE, GraphFormat.JSON);
        } catch (PenstockException e) {
            throw new PenstockException(e.kind(), "pipes.invalid", e.getMessage(), e);
        }
    }
}
