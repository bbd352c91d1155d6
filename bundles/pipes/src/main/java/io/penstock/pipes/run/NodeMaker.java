package io.penstock.pipes.run;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.options.Options;
import io.penstock.core.options.SecretTexts;
import io.penstock.core.plugin.InputPlugin;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.Transform;
import io.penstock.core.plugin.TransformPlugin;
import io.penstock.pipes.model.PipeDefinition;
import io.penstock.pipes.model.PipeDefinition.PluginUse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Makes a pipe's nodes from its definition: finds plugins, fills in secrets, binds options. For one pipe, one thread. */
public final class NodeMaker {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{[^}]*}");

    private final Redaction redaction = new Redaction();
    private final PluginSource plugins;
    private final UnaryOperator<String> resolver;
    private final Function<String, NodeContext> contexts;
    private final Map<String, NodeContext> given = new LinkedHashMap<>();

    /**
     * @param resolver fills in {@code ${…}}
     * @param contexts gives a node's context by its id
     */
    public NodeMaker(PluginSource plugins, UnaryOperator<String> resolver, Function<String, NodeContext> contexts) {
        this.plugins = plugins;
        this.resolver = resolver;
        this.contexts = contexts;
    }

    /** The plugins a pipe needs and nobody offers, in the pipe's order. */
    public static List<Use> missing(PipeDefinition pipe, PluginSource plugins) {
        return uses(pipe).stream().filter(use -> plugins.find(use.kind(), use.name()).isEmpty()).distinct().toList();
    }

    /** The plugins a pipe needs. */
    public static List<Use> uses(PipeDefinition pipe) {
        List<Use> uses = new ArrayList<>();
        pipe.inputs().forEach(node -> uses.add(new Use(PluginKind.INPUT, node.plugin().name())));
        pipe.steps().forEach(node -> uses.add(new Use(PluginKind.TRANSFORM, node.plugin().name())));
        pipe.outputs().forEach(node -> uses.add(new Use(PluginKind.OUTPUT, node.plugin().name())));
        return uses;
    }

    /** A plugin by kind and name. */
    public record Use(PluginKind kind, String name) {
        @Override
        public String toString() {
            return kind + " " + name;
        }
    }

    /**
     * Makes all nodes; opens nothing.
     *
     * @throws PenstockException NOT_FOUND when a plugin is missing, INVALID when options do not bind, BUG when a plugin
     *         fails otherwise; without secrets
     */
    public MadePipe make(PipeDefinition pipe) {
        try {
            return made(pipe);
        } catch (PenstockException e) {
            throw new PenstockException(e.kind(), e.code(), redaction.apply(e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            throw new PenstockException(ErrorKind.BUG, "pipes.node-failed", redaction.apply(PenstockException.describe(e)));
        }
    }

    private MadePipe made(PipeDefinition pipe) {
        List<MadePipe.MadeInput> inputs = pipe.inputs().stream().map(node -> input(node)).toList();
        List<MadePipe.MadeStep> steps = pipe.steps().stream().map(node ->
                new MadePipe.MadeStep(node, step(node.id(), node.plugin()))).toList();
        List<MadePipe.MadeOutput> outputs = pipe.outputs().stream().map(node -> output(node)).toList();
        return new MadePipe(pipe, inputs, steps, outputs, used(pipe), redaction,
                List.copyOf(given.values()));
    }

    private Set<Plugin<?>> used(PipeDefinition pipe) {
        Set<Plugin<?>> used = Collections.newSetFromMap(new IdentityHashMap<>());
        uses(pipe).forEach(use -> plugins.find(use.kind(), use.name()).ifPresent(used::add));
        return used;
    }

    private NodeContext context(String node) {
        return given.computeIfAbsent(node, contexts);
    }

    private MadePipe.MadeInput input(PipeDefinition.InputNode node) {
        InputPlugin<?> plugin = (InputPlugin<?>) plugin(PluginKind.INPUT, node.plugin().name());
        return input(node, plugin);
    }

    private <O> MadePipe.MadeInput input(PipeDefinition.InputNode node, InputPlugin<O> plugin) {
        O options = options(node.id(), plugin, node.plugin());
        NodeContext context = context(node.id());
        return new MadePipe.MadeInput(node, plugin.create(options, context), () -> plugin.create(options, context),
                plugin.replayable());
    }

    private Transform step(String id, PluginUse use) {
        return step(id, use, (TransformPlugin<?>) plugin(PluginKind.TRANSFORM, use.name()));
    }

    private <O> Transform step(String id, PluginUse use, TransformPlugin<O> plugin) {
        return plugin.create(options(id, plugin, use), context(id));
    }

    private MadePipe.MadeOutput output(PipeDefinition.OutputNode node) {
        return output(node, (OutputPlugin<?>) plugin(PluginKind.OUTPUT, node.plugin().name()));
    }

    private <O> MadePipe.MadeOutput output(PipeDefinition.OutputNode node, OutputPlugin<O> plugin) {
        O options = options(node.id(), plugin, node.plugin());
        return new MadePipe.MadeOutput(node, plugin.create(options, context(node.id())),
                plugin.guarantee(options), node.batch().limits(plugin));
    }

    private Plugin<?> plugin(PluginKind kind, String name) {
        return plugins.find(kind, name).orElseThrow(() -> new PenstockException(ErrorKind.NOT_FOUND,
                "pipes.plugin-missing", new Use(kind, name).toString()));
    }

    private <O> O options(String node, Plugin<O> plugin, PluginUse use) {
        Options<O> known = Options.of(plugin.options());
        Object filled = filledIn(use.options());
        if (filled instanceof Map<?, ?> map) {
            rememberSecrets(known, map);
        }
        O options = known.bind(filled).orThrow("node \"" + node + "\"");
        List<OptionProblem> problems = plugin.check(options);
        if (!problems.isEmpty()) {
            throw PenstockException.invalid("options.invalid", "node \"" + node + "\": " + problems.get(0));
        }
        return options;
    }

    private void rememberSecrets(Options<?> known, Map<?, ?> filled) {
        Map<String, Object> texts = new LinkedHashMap<>();
        filled.forEach((key, value) -> texts.put(String.valueOf(key), value));
        SecretTexts.rewrite(known, texts, secret -> {
            redaction.remember(secret);
            return secret;
        });
    }

    private Object filledIn(Object written) {
        if (written instanceof String text) {
            return text.contains("$") ? resolved(text) : text;
        }
        if (written instanceof List<?> list) {
            return list.stream().map(this::filledIn).toList();
        }
        if (written instanceof Map<?, ?> map) {
            Map<String, Object> filled = new LinkedHashMap<>();
            map.forEach((key, value) -> filled.put(String.valueOf(key), filledIn(value)));
            return filled;
        }
        return written;
    }

    private String resolved(String text) {
        REFERENCE.matcher(text).results().map(MatchResult::group).filter(reference -> !reference.startsWith("$$"))
                .forEach(reference -> redaction.remember(resolver.apply(reference)));
        return resolver.apply(text);
    }
}
