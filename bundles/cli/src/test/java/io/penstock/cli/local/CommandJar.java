package io.penstock.cli.local;

import io.penstock.core.admin.AdminCommand;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Puts a command into a bundle, as a distribution has them. */
public final class CommandJar {
    private CommandJar() {
    }

    /** Writes a jar with this class alone. */
    public static void write(Path jar, String name, Class<? extends AdminCommand> type) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Provide-Capability",
                LocalCommands.NAMESPACE + ";name=\"" + name + "\";class=\"" + type.getName() + "\"");
        String entry = type.getName().replace('.', '/') + ".class";
        Files.createDirectories(jar.getParent());
        try (InputStream in = type.getClassLoader().getResourceAsStream(entry);
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new JarEntry(entry));
            in.transferTo(out);
        }
    }
}
