package io.penstock.cli.server;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code penstock pipes edit}. */
final class PipeEdit {
    private PipeEdit() {
    }

    static int run(Asked asked) {
        String pipe = asked.word("pipe");
        Query draft = Query.of("/pipes/{}/draft", pipe);
        Optional<HttpReply> reply = asked.api().mayGet(draft);
        String etag = reply.flatMap(found -> found.header("etag")).orElse("\"0\"");
        String before = reply.map(found -> Api.map(found.body())).orElseGet(() -> latest(asked, pipe)).get("text").toString();
        String after = edited(pipe, before);
        if (after.equals(before)) {
            return asked.done(Map.of("pipe", pipe), "nothing changed");
        }
        Map<String, Object> kept = asked.api().change("PUT", draft, etag, Asked.map("text", after));
        Api.items(kept, "findings").forEach(finding -> asked.tell("line " + finding.get("line") + ": " + finding.get("severity") + ": "
                + finding.get("message") + " [" + finding.get("code") + "]"));
        if (!asked.flag("commit")) {
            return asked.done(kept, pipe + ": kept as its draft; penstock pipes commit " + pipe + " makes a revision of it");
        }
        Map<String, Object> made = asked.api().create(Query.of("/pipes/{}/revisions", pipe),
                Asked.map("message", asked.option("message").orElse("edited"), "fromDraft", kept.get("version")));
        return asked.done(made, pipe + ": revision " + made.get("number"));
    }

    private static Map<String, Object> latest(Asked asked, String pipe) {
        Object number = asked.api().get(Query.of("/pipes/{}", pipe)).get("latest");
        return asked.api().get(Query.of("/pipes/{}/revisions/{}", pipe, String.valueOf(number)));
    }

    private static String edited(String pipe, String text) {
        String editor = Optional.ofNullable(System.getenv("VISUAL")).or(() -> Optional.ofNullable(System.getenv("EDITOR"))).orElse("vi");
        try {
            Path file = Files.createTempFile(pipe + "-", ".yaml");
            try {
                Files.writeString(file, text);
                int code = new ProcessBuilder(List.of("/bin/sh", "-c", editor + " \"$1\"", "sh", file.toString())).inheritIO().start().waitFor();
                if (code != 0) {
                    throw new PenstockException(ErrorKind.CLOSED, "cli.editor", editor + " ended with " + code + "; nothing was changed");
                }
                return Files.readString(file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new PenstockException(ErrorKind.NOT_FOUND, "cli.editor", "the editor " + editor + " cannot be started: "
                    + PenstockException.describe(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PenstockException(ErrorKind.CLOSED, "cli.interrupted", "interrupted while editing", e);
        }
    }
}
