package io.penstock.config.log;

import io.penstock.core.options.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;

/** Hands the {@code [log]} table to the backend (Pax Logging), which reads a Logback file at every update of its PID. */
@Component(service = {}, immediate = true, configurationPid = "io.penstock.log",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class LogComponent {
    private static final String BACKEND_PID = "org.ops4j.pax.logging";
    private static final String BACKEND_FILE = "org.ops4j.pax.logging.logback.config.file";

    private final ConfigurationAdmin admin;
    private final Path folder;

    @Activate
    public LogComponent(BundleContext context, @Reference ConfigurationAdmin admin, Map<String, Object> properties)
            throws IOException {
        this.admin = admin;
        String data = context.getProperty("io.penstock.data");
        this.folder = Path.of(data == null ? "data" : data).toAbsolutePath().resolve("logs");
        apply(properties);
    }

    /** Applies other settings to the running backend. */
    @Modified
    void apply(Map<String, Object> properties) throws IOException {
        String text = LogbackText.of(Settings.bind(LogSettings.class, properties), folder);
        Path file = folder.resolve("logback.xml");
        Files.createDirectories(folder);
        boolean same = Files.isRegularFile(file) && Files.readString(file).equals(text);
        Dictionary<String, Object> backend = new Hashtable<>();
        backend.put(BACKEND_FILE, file.toString());
        var configuration = admin.getConfiguration(BACKEND_PID, "?");
        if (same) {
            configuration.updateIfDifferent(backend);
        } else {
            Files.writeString(file, text);
            configuration.update(backend);
        }
    }
}
