package io.penstock.control.server.fleet;

import io.penstock.control.api.HostReport;
import io.penstock.control.api.PolicyReport;
import io.penstock.control.api.SoftwareReport;
import io.penstock.control.server.pipe.AgentFacts;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/**
 * An agent's entry, as it is kept. Immutable.
 *
 * @param enrolmentId what the agent made once and goes on with; binds the entry to one agent
 * @param enrolledBy the key it came with
 * @param generation of what it is to run; grows with every change
 * @param removedAt from then on its id, name aside, is used up
 */
public record AgentRow(String id, String name, Optional<String> type, Optional<String> platform,
                       Optional<String> deployment, Optional<String> image, SortedMap<String, String> tags,
                       Optional<String> publicKey, Optional<String> enrolmentId, Optional<String> enrolledBy,
                       boolean approved, boolean disabled, boolean draining, long generation, Optional<HostReport> host,
                       Optional<SoftwareReport> software, Optional<PolicyReport> localPolicy, Instant createdAt,
                       String createdBy, Optional<Instant> removedAt, long version) {
    /** What selectors see. */
    public AgentFacts facts() {
        return new AgentFacts(id, name, type.orElse(""), platform.orElse(""), deployment.orElse(""),
                host.map(HostReport::os).orElse(""), host.map(HostReport::arch).orElse(""),
                software.map(SoftwareReport::version).orElse(""), tags);
    }

    /** Whether it is to run anything. */
    public boolean active() {
        return approved && removedAt.isEmpty();
    }

    /** With other tags. */
    public AgentRow tagged(SortedMap<String, String> others) {
        return new AgentRow(id, name, type, platform, deployment, image, others, publicKey, enrolmentId, enrolledBy,
                approved, disabled, draining, generation, host, software, localPolicy, createdAt, createdBy, removedAt,
                version);
    }

    /** With other fields that people give. */
    public AgentRow described(String newName, Optional<String> newType, Optional<String> newPlatform,
                              Optional<String> newDeployment, Optional<String> newImage, boolean newDisabled) {
        return new AgentRow(id, newName, newType, newPlatform, newDeployment, newImage, tags, publicKey, enrolmentId,
                enrolledBy, approved, newDisabled, draining, generation, host, software, localPolicy, createdAt,
                createdBy, removedAt, version);
    }
}
