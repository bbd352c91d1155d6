package io.penstock.pipes.component;

import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Utf8Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;

/**
 * A pipe from Config Admin: each configuration of the factory {@code io.penstock.pipe} is one, its text in the property
 * {@code pipe} or in a file named by {@code file}.
 */
@Component(service = {}, immediate = true, configurationPid = "io.penstock.pipe",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class PipeConfigurationComponent {
    private final PipeSources sources;
    private final String source;

    /** Hands the pipe over. */
    @Activate
    public PipeConfigurationComponent(@Reference PipeSources sources, Map<String, Object> properties) {
        this.sources = sources;
        this.source = "configuration " + properties.get("service.pid");
        put(properties);
    }

    @Modified
    void modified(Map<String, Object> properties) {
        put(properties);
    }

    private void put(Map<String, Object> properties) {
        if (properties.get("pipe") instanceof String text && !text.isBlank()) {
            sources.put(source, text);
        } else if (properties.get("file") instanceof String file && !file.isBlank()) {
            read(Path.of(file));
        } else {
            sources.unreadable(source, "expected the property \"pipe\" with the pipe's text, or \"file\" with its place");
        }
    }

    private void read(Path file) {
        try {
            sources.put(source, Utf8Text.decode(file.toString(), Files.readAllBytes(file)));
        } catch (IOException | PenstockException e) {
            sources.unreadable(source, PenstockException.describe(e));
        }
    }

    @Deactivate
    void close() {
        sources.remove(source);
    }
}
