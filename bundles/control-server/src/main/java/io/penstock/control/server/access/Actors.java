package io.penstock.control.server.access;

import io.penstock.control.server.http.Call;
import io.penstock.control.server.http.Caller;
import io.penstock.control.server.store.Act;
import java.util.Map;

/** How those who do something are written down. */
public final class Actors {
    private static final String SERVER = "server";

    private Actors() {
    }

    /** The actor of changes and of the audit: {@code user:ann}. */
    public static String actor(Caller caller) {
        return caller instanceof Caller.Nobody ? SERVER : caller.actor();
    }

    /** As people know it. */
    public static String name(Caller caller) {
        if (caller instanceof Caller.Person person) {
            return person.name();
        }
        if (caller instanceof Caller.Account account) {
            return account.name();
        }
        if (caller instanceof Caller.AgentCaller agent) {
            return agent.agentId();
        }
        return caller instanceof Caller.EnrolmentCaller enrolment ? enrolment.credentialId() : "";
    }

    /** What the caller of a request did. */
    public static Act done(Call call, String action, String kind, String id, Map<String, ?> detail) {
        return act(call, action, kind, id, Act.Result.DONE, detail);
    }

    /** What the caller of a request did, or wanted to do. */
    public static Act act(Call call, String action, String kind, String id, Act.Result result, Map<String, ?> detail) {
        return new Act(actor(call.caller()), name(call.caller()), action, kind, id, result, call.from().getHostAddress(),
                call.requestId(), detail);
    }
}
