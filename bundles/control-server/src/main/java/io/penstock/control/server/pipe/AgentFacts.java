package io.penstock.control.server.pipe;

import java.util.Optional;
import java.util.SortedMap;

/**
 * What selectors see of an agent. Immutable.
 *
 * @param type empty where there is none, as the other texts
 * @param tags values by key; a word's value is empty
 */
public record AgentFacts(String id, String name, String type, String platform, String deployment, String os, String arch,
                         String version, SortedMap<String, String> tags) {
    /** What a key stands for: one of the agent's own fields, else a tag. */
    public Optional<String> value(String key) {
        return switch (key) {
            case "id" -> Optional.of(id);
            case "name" -> Optional.of(name);
            case "type" -> some(type);
            case "platform" -> some(platform);
            case "deployment" -> some(deployment);
            case "os" -> some(os);
            case "arch" -> some(arch);
            case "version" -> some(version);
            default -> Optional.ofNullable(tags.get(key));
        };
    }

    private static Optional<String> some(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
