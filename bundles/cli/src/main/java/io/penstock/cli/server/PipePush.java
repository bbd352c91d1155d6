package io.penstock.cli.server;

import io.penstock.cli.Console;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code penstock pipes push}: from a file to running, in the steps of the API: check, draft, revision, assignment,
 * rollout. One thread.
 */
final class PipePush {
    private final Asked asked;
    private final Api api;
    private final String text;
    private final String name;

    private PipePush(Asked asked, String text, String name) {
        this.asked = asked;
        this.api = asked.api();
        this.text = text;
        this.name = name;
    }

    static ServerCommand command(Console console) {
        return Rollouts.strategy(new ServerCommand("Makes a new revision of a pipe from a file and brings it to its agents.", console, PipePush::run)
                .takes("FILE", "file", "The pipe's file.").option("to", "SELECTOR", "Which agents run it from now on, such as site=north; * is all.")
                .options("agent", "AGENT", "This one runs it in any case.").option('m', "message", "TEXT", "Why, for those who read the history.")
                .flag("draft", "Only keep it as the draft: no revision, no rollout; it may have errors.")
                .flag("hold", "Make the revision, start no rollout."))
                .flag("wait", "Wait until the rollout has ended or paused.")
                .examples("pipes push host.yaml --to site=north", "pipes push host.yaml -m 'Every second' --wait", "pipes push host.yaml --draft");
    }

    private static int run(Asked asked) {
        String text = Texts.file(Path.of(asked.word("file")));
        String name = PipeName.of(text).orElseThrow(() -> PenstockException.invalid("pipes.invalid", asked.word("file")
                + ": expected a pipe with a name, not even a draft is without"));
        if (told(asked, check(asked.api(), text)) && !asked.flag("draft")) {
            throw PenstockException.invalid("pipes.invalid", asked.word("file") + " has errors; nothing was changed");
        }
        return new PipePush(asked, text, name).push();
    }

    /** What the server has to say of it before anything is kept; nothing from a server that cannot tell beforehand. */
    private static List<Map<String, Object>> check(Api api, String text) {
        try {
            return Api.items(api.post(Query.of("/pipes/validate"), Asked.map("text", text)), "findings");
        } catch (PenstockException e) {
            if (e.code().equals("request.method") || e.code().equals("request.unknown")) {
                return List.of();
            }
            throw e;
        }
    }

    /** Whether there are errors among them. */
    private static boolean told(Asked asked, List<Map<String, Object>> findings) {
        findings.forEach(finding -> asked.tell(asked.word("file") + ":" + finding.get("line") + ":" + finding.get("column") + ": "
                + finding.get("severity") + ": " + finding.get("message") + " [" + finding.get("code") + "]"));
        return findings.stream().anyMatch(finding -> "error".equals(finding.get("severity")));
    }

    private int push() {
        Optional<Map<String, Object>> there = api.mayGet(Query.of("/pipes/{}", name)).map(reply -> Api.map(reply.body()));
        boolean latest = there.isPresent() && isLatest(there.get());
        if (!latest || asked.flag("draft")) {
            draft(there.isPresent());
        }
        if (asked.flag("draft")) {
            return asked.done(Asked.map("pipe", name), name + ": kept as its draft");
        }
        Object revision = latest ? there.get().get("latest") : commit();
        Map<String, Object> assigned = assign();
        return asked.flag("hold") ? asked.done(Asked.map("pipe", name, "revision", revision), name + ": revision " + revision)
                : rollOut(revision, assigned);
    }

    private boolean isLatest(Map<String, Object> pipe) {
        return pipe.get("latest") != null && text.equals(api.get(Query.of("/pipes/{}/revisions/{}", name,
                String.valueOf(pipe.get("latest")))).get("text"));
    }

    private void draft(boolean there) {
        if (there) {
            Query draft = Query.of("/pipes/{}/draft", name);
            api.change("PUT", draft, draft, Asked.map("text", text));
        } else {
            api.create(Query.of("/pipes"), Asked.map("text", text));
        }
    }

    private Object commit() {
        return api.create(Query.of("/pipes/{}/revisions", name), Asked.map("message", asked.option("message").orElse("pushed from " + Path.of(asked.word("file")).getFileName()))).get("number");
    }

    /** What it sets going by itself; where there was a revision already, that one goes to those who are new. */
    private Map<String, Object> assign() {
        Optional<String> selector = asked.option("to");
        if (selector.isEmpty() && asked.options("agent").isEmpty()) {
            return Map.of();
        }
        Query assignment = Query.of("/pipes/{}/assignment", name);
        Map<String, Object> now = api.get(assignment);
        Map<String, Object> wanted = Asked.map("selector", selector.orElse(""), "agents", Named.agents(api, asked.options("agent")));
        return wanted.equals(Asked.map("selector", now.get("selector"), "agents", now.get("agents"))) ? Map.of()
                : api.change("PUT", assignment, assignment, wanted);
    }

    private int rollOut(Object revision, Map<String, Object> assigned) {
        Map<String, Object> rollout;
        try {
            rollout = api.create(Query.of("/rollouts"), Asked.map("pipe", name, "revision", revision, "strategy", Rollouts.strategy(asked)));
        } catch (PenstockException e) {
            if (!e.code().equals("rollouts.empty")) {
                throw e;
            }
            if (assigned.get("rollout") == null) {
                return asked.done(Asked.map("pipe", name, "revision", revision), name + ": revision " + revision + "; nothing changes for any agent"
                        + (asked.option("to").isPresent() ? "" : "; penstock pipes assign says who runs it"));
            }
            rollout = api.get(Query.of("/rollouts/{}", String.valueOf(assigned.get("rollout"))));
        }
        if (!asked.flag("wait")) {
            Object total = rollout.get("total");
            return asked.done(rollout, name + ": revision " + revision + " goes to " + total + (Long.valueOf(1).equals(total) ? " agent" : " agents")
                    + ", rollout " + rollout.get("id"));
        }
        Map<String, Object> ended = Rollouts.awaited(asked, rollout);
        asked.done(ended, name + ": revision " + revision + ", " + Rollouts.text(ended));
        return "completed".equals(ended.get("state")) ? 0 : ErrorKind.RETRY.exitCode();
    }
}
