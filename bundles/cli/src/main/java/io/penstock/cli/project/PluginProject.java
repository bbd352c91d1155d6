package io.penstock.cli.project;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.plugin.PluginKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A project that builds and runs at once, with nothing but a JDK: what plugins are built on comes with it. Immutable.
 *
 * @param name of bundle and plugin: {@code my-plugin}
 * @param packageName of its classes
 * @param core the jar plugins are built on
 * @param penstock the command that tries the plugin
 * @param version of Penstock
 */
public record PluginProject(String name, PluginKind kind, String packageName, Path core, Path penstock, String version) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern PACKAGE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*");
    private static final int MAX_NAME = 50;

    /** Refuses names no class and no pipe could bear. */
    public PluginProject {
        if (!NAME.matcher(name).matches() || name.length() > MAX_NAME) {
            throw PenstockException.invalid("plugins.name", "the name is \"" + name
                    + "\"; expected lower case letters, digits and hyphens, like my-plugin");
        }
        if (!PACKAGE.matcher(packageName).matches()) {
            throw PenstockException.invalid("plugins.package", "the package is \"" + packageName
                    + "\"; expected a Java package, like com.example.myplugin");
        }
    }

    /**
     * Writes it.
     *
     * @param folder must not exist, or be empty
     */
    public void write(Path folder) {
        try {
            refuseFull(folder);
            for (Map.Entry<String, String> file : files().entrySet()) {
                Path path = folder.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, filled(template(file.getValue())));
            }
            Files.createDirectories(folder.resolve("lib"));
            Files.copy(core, folder.resolve("lib").resolve("penstock-core.jar"));
            if (!folder.resolve("build.sh").toFile().setExecutable(true)) {
                throw new IOException("build.sh cannot be made executable");
            }
        } catch (IOException e) {
            throw new PenstockException(ErrorKind.DENIED, "plugins.unwritable",
                    "the project cannot be written to " + folder + ": " + PenstockException.describe(e), e);
        }
    }

    private static void refuseFull(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var entries = Files.list(folder)) {
                if (entries.findAny().isPresent()) {
                    throw new PenstockException(ErrorKind.CONFLICT, "plugins.folder-full",
                            folder + " is there already and not empty; choose another name or --dir");
                }
            }
        }
    }

    /** Which file is made of which template. */
    private Map<String, String> files() {
        String java = "src/main/java/" + packageName.replace('.', '/') + "/" + className();
        Map<String, String> files = new LinkedHashMap<>();
        files.put("README.md", "common/README.md");
        files.put("build.sh", "common/build.sh");
        files.put("pom.xml", "common/pom.xml");
        files.put(".gitignore", "common/gitignore");
        files.put("pipe.yaml", kind + "/pipe.yaml");
        files.put("src/main/bundle/MANIFEST.MF", "common/MANIFEST.MF");
        files.put("src/main/resources/OSGI-INF/plugin.xml", "common/plugin.xml");
        files.put(java + "Options.java", kind + "/Options.java");
        files.put(java + "Plugin.java", kind + "/Plugin.java");
        files.put(java + part() + ".java", kind + "/" + part() + ".java");
        return files;
    }

    private String template(String name) throws IOException {
        try (InputStream in = PluginProject.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String filled(String template) {
        return template.replace("@name@", name).replace("@package@", packageName).replace("@Class@", className())
                .replace("@KIND@", kind.name()).replace("@kind@", kind.toString()).replace("@Part@", part())
                .replace("@penstock@", penstock.toString().replace("'", "'\\''")).replace("@version@", version)
                // Only a transform can be tested without the world; of the others the pipe is checked.
                .replace("@check@", kind == PluginKind.TRANSFORM ? "test" : "lint");
    }

    private String part() {
        return kind.name().charAt(0) + kind.name().substring(1).toLowerCase(Locale.ROOT);
    }

    private String className() {
        StringBuilder text = new StringBuilder();
        for (String word : name.split("-")) {
            text.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return text.toString();
    }
}
