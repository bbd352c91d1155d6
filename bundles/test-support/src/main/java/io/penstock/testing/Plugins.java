package io.penstock.testing;

import io.penstock.core.options.Bound;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.options.Options;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import java.util.ArrayList;
import java.util.List;

/** Short ways to handle plugins in tests, as the runtime would. */
public final class Plugins {
    private Plugins() {
    }

    /** The options as a pipe would give them: a map, or a shorthand value. Fails on any problem. */
    public static <O> O options(Plugin<O> plugin, Object written) {
        O options = Options.of(plugin.options()).bind(written).orThrow(name(plugin));
        List<OptionProblem> problems = plugin.check(options);
        if (!problems.isEmpty()) {
            throw new AssertionError(problems);
        }
        return options;
    }

    /** Every problem lint would report of the plugin's options, without the expressions'. */
    public static <O> List<OptionProblem> problems(Plugin<O> plugin, Object written) {
        Bound<O> bound = Options.of(plugin.options()).bind(written);
        List<OptionProblem> problems = new ArrayList<>(bound.problems());
        bound.value().ifPresent(options -> problems.addAll(plugin.check(options)));
        return problems;
    }

    /** The name in its {@link PluginComponent}; a plugin without one fails. */
    public static String name(Plugin<?> plugin) {
        PluginComponent component = plugin.getClass().getAnnotation(PluginComponent.class);
        if (component == null) {
            throw new AssertionError(plugin.getClass() + " has no @PluginComponent");
        }
        return component.name();
    }
}
