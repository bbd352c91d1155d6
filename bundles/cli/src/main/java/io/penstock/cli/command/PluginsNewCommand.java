package io.penstock.cli.command;

import io.penstock.cli.Console;
import io.penstock.cli.launch.LaunchOptions;
import io.penstock.cli.launch.Mode;
import io.penstock.cli.project.PluginProject;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginKind;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock plugins new}. */
@Command(sortOptions = false, description = "Writes the project of a new plugin. It builds and runs at once, with nothing but a "
        + "JDK.",
        footer = {"", "Examples:", "  penstock plugins new my-plugin && cd my-plugin && ./build.sh",
            "  penstock plugins new my-source --kind input --package com.example.source"})
public final class PluginsNewCommand implements Callable<Integer> {
    private final Console console;
    @Parameters(index = "0", paramLabel = "NAME", description = "The plugin's name in pipes: lower case, with hyphens.")
    private String name = "";
    @Option(names = "--kind", paramLabel = "KIND", defaultValue = "transform",
            description = "input, transform or output. Default: transform.")
    private PluginKind kind = PluginKind.TRANSFORM;
    @Option(names = "--package", paramLabel = "PACKAGE", description = "The package of its classes. Default: com.example and "
            + "the name.")
    private String packageName;
    @Option(names = "--dir", paramLabel = "FOLDER", description = "Where to write it. Default: a folder of that name, here.")
    private Path folder;

    /** Prints to the console. */
    public PluginsNewCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path to = folder == null ? Path.of(name) : folder;
        Path command = LaunchOptions.ofProcess(Mode.UP).dist().resolve("bin").resolve("penstock");
        String packages = packageName == null ? "com.example." + name.replace("-", "") : packageName;
        new PluginProject(name, kind, packages, core(), command, VersionCommand.version()).write(to);
        console.out().println("wrote the " + kind + " " + name + " to " + to + "\n\n  cd " + to + "\n  ./build.sh\n"
                + "  penstock plugins install target/" + name + "-1.0.0.jar");
        return 0;
    }

    /** The jar this very command uses. */
    private static Path core() {
        try {
            Path jar = Path.of(Plugin.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isRegularFile(jar)) {
                return jar;
            }
        } catch (URISyntaxException e) {
            throw new PenstockException(ErrorKind.BUG, "plugins.core", "core has no place: " + e.getMessage(), e);
        }
        throw new PenstockException(ErrorKind.NOT_FOUND, "plugins.core",
                "the jar of core is not there; run the penstock command of an unpacked distribution");
    }
}
