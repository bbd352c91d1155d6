package io.penstock.cli.command;

import io.penstock.cli.launch.LaunchOptions;
import io.penstock.cli.launch.Mode;
import io.penstock.cli.local.NamedWords;
import io.penstock.cli.local.PluginJars;
import io.penstock.core.error.PenstockException;
import io.penstock.core.plugin.Plugin;
import io.penstock.pipes.api.PipeTool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** What commands on a pipe's file share: which plugins there are, and values for the pipe's parameters. */
final class LocalPipes {
    @Option(names = {"-p", "--param"}, paramLabel = "NAME=VALUE", description = "A value for one of the pipe's params. May be "
            + "given more than once.")
    private List<String> params = new ArrayList<>();
    @Option(names = "--plugins", paramLabel = "FOLDER", description = "A further folder of plugin jars.")
    private Path folder;

    private final LaunchOptions place = LaunchOptions.ofProcess(Mode.AGENT);
    private PluginJars jars;

    Path home() {
        return place.home();
    }

    /** A tool that knows the plugins the text names. */
    PipeTool tool(String text) {
        Set<String> words = NamedWords.of(text);
        return tool(jars().load(words::contains));
    }

    /** A tool that knows all plugins. */
    PipeTool toolWithAll() {
        return tool(jars().loadAll());
    }

    private PipeTool tool(List<Plugin<?>> plugins) {
        return new PipeTool(plugins, params(), "local", place.data());
    }

    /** The plugins a text names. */
    List<Plugin<?>> plugins(String text) {
        Set<String> words = NamedWords.of(text);
        return jars().load(words::contains);
    }

    private PluginJars jars() {
        if (jars == null) {
            jars = scan(place, folder == null ? List.of() : List.of(folder.toAbsolutePath()));
        }
        return jars;
    }

    /** The plugins of a distribution, of its drop folder, and of further folders. */
    static PluginJars scan(LaunchOptions place, List<Path> further) {
        List<Path> folders = new ArrayList<>(List.of(place.dist().resolve("bundles"), place.plugins()));
        folders.addAll(further);
        return PluginJars.scan(folders, place.dist().resolve("system"));
    }

    Map<String, String> params() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String param : params) {
            int equals = param.indexOf('=');
            if (equals < 1) {
                throw PenstockException.invalid("cli.param", "expected -p NAME=VALUE, but found \"" + param + "\"");
            }
            values.put(param.substring(0, equals), param.substring(equals + 1));
        }
        return values;
    }
}
