package io.penstock.control.server.access;

import io.penstock.control.api.CredentialKind;
import io.penstock.control.server.http.Caller;
import io.penstock.core.value.Secret;
import java.util.Optional;
import java.util.function.Supplier;

/** The enrolment key of the server's own settings, which stays open and lies in no table. Thread-safe. */
public final class SettingKey {
    /** What it is called where a credential's id is asked for. */
    public static final String ID = "setting000000000";

    private final Supplier<Optional<Secret>> setting;

    SettingKey(Supplier<Optional<Secret>> setting) {
        this.setting = setting;
    }

    Optional<Caller> caller(Secret shown) {
        return setting.get().filter(shown::equals).map(key -> new Caller.EnrolmentCaller(ID, CredentialKind.ENROLMENT));
    }
}
