package io.penstock.config.service;

import io.penstock.config.apply.ConfigStore;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Configurations in Config Admin, visible to every bundle. Thread-safe. */
final class ConfigAdminStore implements ConfigStore {
    private static final String ANY_BUNDLE = "?";

    private final ConfigurationAdmin admin;

    ConfigAdminStore(ConfigurationAdmin admin) {
        this.admin = admin;
    }

    @Override
    public Optional<Map<String, Object>> read(String pid) {
        try {
            // Listing instead of getting: getting would make one.
            Configuration[] found = admin.listConfigurations("(service.pid=" + pid + ")");
            return found == null ? Optional.empty() : Optional.of(map(found[0].getProperties()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("a PID is plain text: " + pid, e);
        }
    }

    private static Map<String, Object> map(Dictionary<String, Object> properties) {
        Map<String, Object> map = new LinkedHashMap<>();
        Collections.list(properties.keys()).forEach(key -> map.put(key, properties.get(key)));
        return map;
    }

    @Override
    public void write(String pid, Map<String, Object> properties) {
        try {
            admin.getConfiguration(pid, ANY_BUNDLE).update(new Hashtable<>(properties));
        } catch (IOException e) {
            throw PenstockException.retry("config.store", "the settings cannot be kept, and so are not applied: "
                    + PenstockException.describe(e), e);
        }
    }
}
