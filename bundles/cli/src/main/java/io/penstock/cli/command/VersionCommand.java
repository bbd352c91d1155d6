package io.penstock.cli.command;

import io.penstock.cli.Console;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Enumeration;
import java.util.concurrent.Callable;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import picocli.CommandLine.Command;

/** {@code penstock version}. */
@Command(description = "Shows which Penstock and which Java this is.")
public final class VersionCommand implements Callable<Integer> {
    private final Console console;

    /** Prints to the console. */
    public VersionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        console.out().println("penstock " + version() + " (Java " + Runtime.version() + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ")");
        return 0;
    }

    /** From the manifest of our own jar. */
    static String version() throws IOException {
        Enumeration<URL> manifests = VersionCommand.class.getClassLoader().getResources("META-INF/MANIFEST.MF");
        while (manifests.hasMoreElements()) {
            try (InputStream in = manifests.nextElement().openStream()) {
                Attributes main = new Manifest(in).getMainAttributes();
                if ("io.penstock.cli".equals(main.getValue("Bundle-SymbolicName"))) {
                    return main.getValue("Bundle-Version");
                }
            }
        }
        return "(not packaged)";
    }
}
