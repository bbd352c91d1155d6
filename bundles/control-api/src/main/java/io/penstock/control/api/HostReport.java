package io.penstock.control.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * Where an agent runs, as it says.
 *
 * @param name the host's name
 * @param os its operating system
 * @param arch its processor
 * @param addresses its IP addresses
 * @param machineId tells a copied data folder from the original
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HostReport(String name, String os, String arch, List<String> addresses, Optional<String> machineId) {
    public HostReport {
        Given.text(name, "name", 1, 253);
        Given.text(os, "os", 1, 64);
        Given.text(arch, "arch", 1, 32);
        addresses = Given.listIfAny(addresses, "addresses", 0, 64);
        addresses.forEach(one -> TextRule.ADDRESS.checked(one, "addresses"));
        Given.textIfAny(machineId, "machineId", 1, 128);
    }
}
