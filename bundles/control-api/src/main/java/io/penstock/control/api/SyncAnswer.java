package io.penstock.control.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is new for an agent.
 *
 * @param ackSeq the request's
 * @param serverTime the one clock that counts
 * @param full true: send all next time
 * @param sync when to ask again
 * @param manifest a signed {@link Manifest}
 * @param settings a signed {@link SettingsBody}
 * @param commands signed {@link CommandBody}s
 * @param signingKeys a signed {@link KeysBody}
 * @param credential the credential to go over to
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SyncAnswer(long ackSeq, Instant serverTime, @JsonSetter(nulls = Nulls.AS_EMPTY) boolean full, SyncRules sync,
                         Optional<Signed> manifest, Optional<Signed> settings, List<Signed> commands,
                         Optional<Signed> signingKeys, Optional<CandidateCredential> credential) {
    public SyncAnswer {
        Given.within(ackSeq, "ackSeq", 1, Given.MAX_NUMBER);
        Given.required(serverTime, "serverTime");
        Given.required(sync, "sync");
        Given.required(manifest, "manifest");
        Given.required(settings, "settings");
        commands = Given.listIfAny(commands, "commands", 0, 100);
        Given.required(signingKeys, "signingKeys");
        Given.required(credential, "credential");
    }
}
