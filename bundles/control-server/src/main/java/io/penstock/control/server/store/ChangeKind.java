package io.penstock.control.server.store;

import java.util.Locale;

/** What changed. */
public enum ChangeKind {
    AGENT, AGENT_STATE, KEY, ENROLMENT, PIPE, REVISION, PLACEMENT, PARAMETERS, SETTINGS, ROLLOUT, COMMAND, USER, ACCOUNT,
    CREDENTIAL, LISTENER, SERVER;

    /** As the API writes it: {@code agent-state}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
