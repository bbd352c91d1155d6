package io.penstock.control.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * Hashes of the bodies an agent holds.
 *
 * @param manifest of the manifest
 * @param settings of the settings
 * @param signingKeys of the ring of keys
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Known(Optional<String> manifest, Optional<String> settings, Optional<String> signingKeys) {
    public Known {
        TextRule.SHA256.checkedIfAny(manifest, "manifest");
        TextRule.SHA256.checkedIfAny(settings, "settings");
        TextRule.SHA256.checkedIfAny(signingKeys, "signingKeys");
    }
}
