package io.penstock.control.server.http;

import io.penstock.control.api.CredentialKind;
import java.util.Optional;

/** Who asks. Immutable. */
public sealed interface Caller {
    /** How it is named in the audit and in changes: {@code user:ann}. */
    String actor();

    /** What it may do below {@code /api/v1}; empty for those who are nobody there. */
    Optional<Role> role();

    /** Nobody said anything. */
    record Nobody() implements Caller {
        @Override
        public String actor() {
            return "nobody";
        }

        @Override
        public Optional<Role> role() {
            return Optional.empty();
        }
    }

    /**
     * A person.
     *
     * @param mayDo of the credential, which may be less than the person's
     * @param credentialId of the session or token
     * @param cookie whether a browser sent it by itself
     */
    record Person(String userId, String name, Role mayDo, String credentialId, boolean cookie) implements Caller {
        @Override
        public String actor() {
            return "user:" + name;
        }

        @Override
        public Optional<Role> role() {
            return Optional.of(mayDo);
        }
    }

    /** A service account. */
    record Account(String accountId, String name, Role mayDo, String credentialId) implements Caller {
        @Override
        public String actor() {
            return "account:" + name;
        }

        @Override
        public Optional<Role> role() {
            return Optional.of(mayDo);
        }
    }

    /** An agent with a credential of its own. */
    record AgentCaller(String agentId, String credentialId) implements Caller {
        @Override
        public String actor() {
            return "agent:" + agentId;
        }

        @Override
        public Optional<Role> role() {
            return Optional.empty();
        }
    }

    /** An agent that has only an enrolment key or an API key yet. */
    record EnrolmentCaller(String credentialId, CredentialKind kind) implements Caller {
        @Override
        public String actor() {
            return "enrolment:" + credentialId;
        }

        @Override
        public Optional<Role> role() {
            return Optional.empty();
        }
    }

    /** The owner of this process, over its own socket. */
    record Local() implements Caller {
        @Override
        public String actor() {
            return "local";
        }

        @Override
        public Optional<Role> role() {
            return Optional.of(Role.ADMIN);
        }
    }
}
