package io.penstock.control.client.session;

import io.penstock.control.api.EnrollRequest;
import io.penstock.control.api.ProtocolRange;
import io.penstock.control.api.SoftwareReport;
import io.penstock.control.client.identity.Identity;
import io.penstock.control.client.identity.Machine;
import io.penstock.control.client.settings.ClientSettings;
import io.penstock.core.identity.LocalServer;
import io.penstock.core.value.Secret;
import java.util.Optional;
import java.util.function.Supplier;

/** With what this agent asks for a credential. Thread-safe. */
final class Enrolment {
    private static final ProtocolRange PROTOCOL = new ProtocolRange(1, 1);

    private final ClientSettings settings;
    private final Supplier<Optional<LocalServer>> local;
    private final SoftwareReport software;
    private final String bootId;

    Enrolment(ClientSettings settings, Supplier<Optional<LocalServer>> local, SoftwareReport software, String bootId) {
        this.settings = settings;
        this.local = local;
        this.software = software;
        this.bootId = bootId;
    }

    /** The key to show; empty when this agent was given none. */
    Optional<Secret> key() {
        return settings.apiKey().or(settings::enrolmentKey)
                .or(() -> settings.serverUrl().isPresent() ? Optional.empty() : local.get().map(LocalServer::enrolmentKey));
    }

    /** Whether a key may be had later, or again. */
    boolean hasKey() {
        return settings.apiKey().isPresent() || settings.enrolmentKey().isPresent() || settings.serverUrl().isEmpty();
    }

    EnrollRequest request(Identity identity, Optional<Secret> replaced) {
        return new EnrollRequest(identity.enrollmentId(), name(identity), settings.agentId(), replaced,
                Optional.of(identity.publicKey()), settings.tags(), settings.type(), settings.platform(),
                settings.deployment(), Machine.report(), software, PROTOCOL, bootId);
    }

    /** As configured; else as the server calls it; else as the machine is called. */
    String name(Identity identity) {
        return settings.agentName().or(identity::name).orElseGet(Machine::agentName);
    }
}
