package io.penstock.plugin.transform;

import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.TransformPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Every plugin class of the bundle, found among what was compiled, so that none can be forgotten. */
final class AllTransforms {
    private static final Path CLASSES = Path.of("target/classes");

    private AllTransforms() {
    }

    static List<TransformPlugin<?>> plugins() throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES)) {
            return files.filter(file -> file.toString().endsWith("Plugin.class")).sorted()
                    .<TransformPlugin<?>>map(AllTransforms::make).toList();
        }
    }

    private static TransformPlugin<?> make(Path file) {
        String name = CLASSES.relativize(file).toString().replace(".class", "").replace(file.getFileSystem().getSeparator(), ".");
        try {
            return (TransformPlugin<?>) Class.forName(name).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(name, e);
        }
    }

    static PluginComponent component(TransformPlugin<?> plugin) {
        return plugin.getClass().getAnnotation(PluginComponent.class);
    }
}
