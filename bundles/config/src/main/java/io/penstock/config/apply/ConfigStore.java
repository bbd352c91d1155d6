package io.penstock.config.apply;

import java.util.Map;
import java.util.Optional;

/** Where configurations live; Config Admin, but for tests. */
public interface ConfigStore {
    /** The properties of a PID, without the framework's; empty when there is no such configuration. */
    Optional<Map<String, Object>> read(String pid);

    /**
     * Replaces the properties of a PID.
     *
     * @throws io.penstock.core.error.PenstockException RETRY when they cannot be kept now; nothing has changed then
     */
    void write(String pid, Map<String, Object> properties);
}
