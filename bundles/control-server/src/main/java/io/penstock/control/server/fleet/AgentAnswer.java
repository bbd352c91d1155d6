package io.penstock.control.server.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.penstock.control.api.HostReport;
import io.penstock.control.api.PolicyReport;
import io.penstock.control.api.SoftwareReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** An agent, as in the API. Immutable. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record AgentAnswer(String id, String name, Optional<String> type, Optional<String> platform, Optional<String> deployment,
                   Optional<String> image, SortedMap<String, String> tags, AgentState state, Substate substate, Instant since,
                   String reason, boolean inactive, boolean disabled, boolean draining, boolean approved,
                   Optional<Instant> lastSeen, Optional<Instant> startedAt, Optional<String> address, Optional<Host> host,
                   Optional<SoftwareReport> software, Optional<PolicyReport> localPolicy, Optional<String> publicKey,
                   Optional<CredentialUse> credential, Optional<String> enrolledBy, PipeCounts pipes,
                   Optional<ManifestState> manifest, Instant createdAt, String createdBy, long version) {
    /** Offline for longer than this, an agent is left out of lists. */
    static final Duration INACTIVE_AFTER = Duration.ofDays(14);
    private static final int MAX_REASON = 1000;

    /** Where it runs. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Host(String name, String os, String arch, List<String> addresses, Optional<String> machineId) {
        static Host of(HostReport host) {
            return new Host(host.name(), host.os(), host.arch(), host.addresses(), host.machineId());
        }
    }

    /** Its credential, without the secret. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record CredentialUse(String keyId, String last4, Optional<Instant> expiresAt, Optional<Instant> usedAt) {
    }

    /** How many pipes. */
    record PipeCounts(int desired, int running, int failed) {
    }

    /** What was offered last. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record ManifestState(long generation, String desired, Optional<String> applied) {
    }

    /** How it is started. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Launch(Optional<String> image, Map<String, String> environment, String command) {
    }

    /** The agent and how it is started. */
    record Made(@JsonUnwrapped AgentAnswer agent, Launch launch) {
    }

    /** The agent as it is now, and what the change sets going. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Changed(AgentAnswer agent, int touches, Optional<String> rollout) {
    }

    static boolean inactive(AgentView view, Instant now) {
        return view.status().substate() == Substate.OFFLINE && view.status().since().plus(INACTIVE_AFTER).isBefore(now);
    }

    static AgentAnswer of(AgentView view, Instant now, Optional<CredentialUse> credential) {
        AgentRow row = view.row();
        Status status = view.status();
        String reason = status.reason().length() > MAX_REASON ? status.reason().substring(0, MAX_REASON) : status.reason();
        return new AgentAnswer(row.id(), row.name(), row.type(), row.platform(), row.deployment(), row.image(), row.tags(),
                status.state(), status.substate(), status.since(), reason, inactive(view, now), row.disabled(), row.draining(),
                row.approved(), view.lastSeen(), view.told().startedAt(), view.address(), row.host().map(Host::of),
                row.software(), row.localPolicy(), row.publicKey(), credential, row.enrolledBy(),
                new PipeCounts(view.desired(), view.running(), view.failed()),
                Optional.of(new ManifestState(view.offer().generation(), view.offer().manifestHash(),
                        view.told().known().manifest())), row.createdAt(), row.createdBy(), row.version());
    }
}
