package io.penstock.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.admin.api.PlainJson;
import io.penstock.cli.Captured;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.time.Clock;
import io.penstock.testing.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServerCommandsTest {
    private static final String TOKEN = "pst_se_canary7Hq2LwZr9T_secret";
    private static final String PASSWORD = "canary-password-1";
    private static final String ID = "01939f00-0000-7000-8000-000000000001";

    @TempDir
    private static Path keys;
    @TempDir
    private Path folder;
    private ScriptedServer server;

    @BeforeAll
    static void makeTheServersKey() throws Exception {
        TestCertificate.in(keys);
    }

    @BeforeEach
    void signIn() throws Exception {
        Path config = folder.resolve("config");
        System.setProperty("penstock.config", config.toString());
        server = new ScriptedServer(keys);
        server.answers("POST /sessions", 201, Map.of("id", "7Hq2LwZr9TbXc4Vn", "token", TOKEN, "expiresAt", "2026-11-21T00:00:00.000Z"));
        assertThat(login().code()).isZero();
        server.questions.clear();
    }

    private Captured login() {
        return Captured.runWithInput(PASSWORD + "\n", "login", "--context", "work", "--server", server.url(), "--pin", server.pin(), "--user", "ann");
    }

    @AfterEach
    void close() {
        server.close();
        System.clearProperty("penstock.config");
    }

    private Path written(String name) {
        return folder.resolve("config").resolve(name);
    }

    private static String ago(int seconds) {
        return Clock.system().now().minusSeconds(seconds).toString();
    }

    private static Map<String, Object> agent(String name, String state, String substate) {
        return Asked.map("id", ID, "name", name, "state", state, "substate", substate, "since", ago(330),
                "reason", substate.equals("online") ? "in touch" : "not seen for 3 intervals", "lastSeen", ago(12_600),
                "tags", Asked.map("site", "north", "spare", ""), "pipes", Asked.map("desired", 2, "running", 1, "failed", 1),
                "software", Asked.map("version", "0.1.0", "distribution", "agent", "java", "17"), "version", 3);
    }

    @Test
    void keepsTheServerAndItsTokenForTheirOwnerOnly() throws Exception {
        assertThat(Files.readString(written("contexts.toml"))).contains("current = \"work\"", "[\"work\"]", server.url(), server.pin(), "user = \"ann\"")
                .doesNotContain(TOKEN, PASSWORD);
        assertThat(Files.readString(written("credentials.toml"))).contains(TOKEN).doesNotContain(PASSWORD);
        for (String file : List.of("contexts.toml", "credentials.toml")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(written(file)))).isEqualTo("rw-------");
        }
        assertThat(Captured.run("context", "list").out()).contains("work  *", "ann", "yes");
    }

    @Test
    void refusesATokenThatOthersCanRead() throws Exception {
        Files.setPosixFilePermissions(written("credentials.toml"), PosixFilePermissions.fromString("rw-r--r--"));
        Captured run = Captured.run("whoami");
        assertThat(run.code()).isEqualTo(ErrorKind.DENIED.exitCode());
        assertThat(run.err()).contains("chmod 600");
    }

    @Test
    void saysWhoOneIs() {
        server.answers("GET /me", 200, Asked.map("kind", "user", "id", ID, "name", "ann", "role", "admin"));
        assertThat(Captured.run("whoami").out()).isEqualTo("kind: user\nid:   " + ID + "\nname: ann\nrole: admin\n");
        assertThat(server.last().headers()).containsEntry("authorization", "Bearer " + TOKEN);
    }

    @Test
    void talksToNobodyWithAnotherKey() {
        String other = "sha256:" + "A".repeat(43) + "=";
        Captured run = Captured.runWithInput(PASSWORD + "\n", "login", "--server", server.url(), "--pin", other, "--user", "ann");
        assertThat(run.code()).isEqualTo(ErrorKind.DENIED.exitCode());
        assertThat(run.err()).contains("another key than the pinned one");
        assertThat(server.questions).isEmpty();
    }

    @Test
    void sendsNothingReadableBeyondThisMachine() {
        Captured run = Captured.runWithInput(PASSWORD + "\n", "login", "--server", "http://example.com:9443", "--user", "ann");
        assertThat(run.code()).isEqualTo(ErrorKind.INVALID.exitCode());
        assertThat(run.err()).contains("[context.plaintext]");
    }

    @Test
    void listsAgentsAsATable() {
        server.answers("GET /agents?limit=1000", 200, Asked.map("items", List.of(agent("berlin", "running", "online"),
                agent("oslo", "unknown", "offline"))));
        assertThat(Captured.run("agents", "list").out()).isEqualTo("""
                NAME    STATE             SINCE  SEEN  PIPES          TAGS              VERSION  REASON
                berlin  running: online   5m     3h    1/2, 1 failed  site=north spare  0.1.0
                oslo    unknown: offline  5m     3h    1/2, 1 failed  site=north spare  0.1.0    not seen for 3 intervals
                """);
    }

    @Test
    void readsListsPageByPage() {
        server.answers("GET /agents?limit=1000", 200, Asked.map("items", List.of(agent("a", "running", "online")), "next", "abc"))
                .answers("GET /agents?limit=1000&after=abc", 200, Asked.map("items", List.of(agent("b", "running", "online"))));
        assertThat(PlainJson.read(Captured.run("agents", "list", "-o", "json").out())).asList().hasSize(2);
    }

    @Test
    void makesAnAgentAndShowsWhatItsMachineNeeds() {
        Map<String, Object> made = agent("berlin", "pending", "created");
        made.put("launch", Asked.map("command", "penstock agent", "environment", Asked.map("PENSTOCK_AGENT_ID", ID)));
        server.answers("POST /agents", 201, made);
        Captured run = Captured.run("agents", "create", "berlin", "--tag", "site=north", "--tag", "spare", "--platform", "aws");
        assertThat(run.out()).contains("command: penstock agent", "PENSTOCK_AGENT_ID  " + ID);
        assertThat(server.last().body()).isEqualTo(Asked.map("name", "berlin", "platform", "aws", "tags", Asked.map("site", "north", "spare", "")));
        assertThat(server.last().headers().get("idempotency-key")).hasSizeGreaterThan(20);
    }

    @Test
    void changesTheVersionItHasSeen() {
        server.answers("GET /agents?filter=name%3Dberlin&inactive=true&limit=2", 200, Asked.map("items", List.of(agent("berlin", "running", "online"))))
                .answers("GET /agents/" + ID, 200, agent("berlin", "running", "online"), "ETag", "\"3\"")
                .answers("PATCH /agents/" + ID, 202, Asked.map("agent", agent("berlin", "running", "online"), "touches", 1, "rollout", ID));
        Captured run = Captured.run("agents", "tag", "berlin", "site=south", "spare-");
        assertThat(run.out()).isEqualTo("berlin has these tags now; rollout " + ID + " brings it to 1 agent\n");
        assertThat(server.last().headers()).containsEntry("if-match", "\"3\"");
        Map<String, Object> tags = Asked.map("site", "south");
        tags.put("spare", null);
        assertThat(server.last().body()).isEqualTo(Asked.map("tags", tags));
    }

    @Test
    void tellsOneAgentOrManyWhatToDo() {
        server.answers("GET /agents?filter=name%3Dberlin&inactive=true&limit=2", 200, Asked.map("items", List.of(agent("berlin", "running", "online"))))
                .answers("POST /agents/" + ID + "/actions", 202, Asked.map("id", ID, "state", "waiting"))
                .answers("GET /commands/" + ID, 200, Asked.map("id", ID, "state", "refused", "message", "the policy says no"))
                .answers("POST /agents/bulk", 202, Asked.map("touches", 7, "commands", List.of()));
        assertThat(Captured.run("agents", "retry", "berlin", "host").out()).isEqualTo("berlin: retry-pipe is waiting\n");
        assertThat(server.last().body()).isEqualTo(Asked.map("action", "retry-pipe", "args", Asked.map("pipe", "host")));
        Captured refused = Captured.run("agents", "restart", "berlin", "--wait");
        assertThat(refused.out()).isEqualTo("berlin: restart is refused, the policy says no\n");
        assertThat(refused.code()).isEqualTo(ErrorKind.RETRY.exitCode());
        assertThat(Captured.run("agents", "drain", "--to", "site=north").out()).isEqualTo("7 agents are told to drain\n");
        assertThat(Captured.run("agents", "drain").code()).isEqualTo(ErrorKind.INVALID.exitCode());
        assertThat(Captured.run("agents", "reassign", "berlin").code()).isZero();
    }

    @Test
    void keepsASecretInItsFileAndNowhereElse() throws Exception {
        server.answers("GET /agents?filter=name%3Dberlin&inactive=true&limit=2", 200, Asked.map("items", List.of(agent("berlin", "pending", "created"))))
                .answers("POST /keys", 201, Asked.map("id", "k1", "label", "berlin", "agents", List.of(ID), "last4", "cret", "key", "pst_ak_canary_secret"));
        Path file = folder.resolve("berlin.key");
        Captured run = Captured.run("keys", "create", "--agent", "berlin", "--file", file.toString());
        assertThat(Files.readString(file)).isEqualTo("pst_ak_canary_secret\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(run.out() + run.err()).doesNotContain("canary").contains(file.toString());
        int asked = server.questions.size();
        assertThat(Captured.run("keys", "create", "--agent", "berlin", "--file", file.toString()).code()).isEqualTo(ErrorKind.CONFLICT.exitCode());
        assertThat(server.lines().subList(asked, server.questions.size())).as("no key is made that cannot be kept").doesNotContain("POST /keys");
    }

    @Test
    void pushesAPipeFromAFileToItsAgents() throws Exception {
        Path file = Files.writeString(folder.resolve("host.yaml"), "name: host\n");
        server.answers("POST /pipes/validate", 200, Asked.map("findings", List.of(), "outline", Asked.map("name", "host")))
                .answers("POST /pipes", 201, Asked.map("pipe", Asked.map("name", "host")))
                .answers("POST /pipes/host/revisions", 201, Asked.map("number", 1))
                .answers("GET /pipes/host/assignment", 200, Asked.map("selector", "", "agents", List.of(), "version", 1), "ETag", "\"1\"")
                .answers("PUT /pipes/host/assignment", 200, Asked.map("touches", 0))
                .answers("POST /rollouts", 201, Asked.map("id", ID, "total", 2, "state", "running"));
        Captured run = Captured.run("pipes", "push", file.toString(), "--to", "site=north", "-m", "First");
        assertThat(run.out()).isEqualTo("host: revision 1 goes to 2 agents, rollout " + ID + "\n");
        assertThat(server.lines()).containsExactly("POST /pipes/validate", "GET /pipes/host", "POST /pipes", "POST /pipes/host/revisions",
                "GET /pipes/host/assignment", "GET /pipes/host/assignment", "PUT /pipes/host/assignment", "POST /rollouts");
    }

    @Test
    void tellsFindingsWithTheirPlaceAndChangesNothing() throws Exception {
        Path file = Files.writeString(folder.resolve("bad.yaml"), "name: bad\n");
        server.answers("POST /pipes/validate", 200, Asked.map("findings", List.of(Asked.map("line", 3, "column", 5, "severity", "error",
                "code", "pipe.unknown-plugin", "message", "there is no input \"fil\""))));
        Captured run = Captured.run("pipes", "push", file.toString(), "--to", "*");
        assertThat(run.code()).isEqualTo(ErrorKind.INVALID.exitCode());
        assertThat(run.err()).contains("bad.yaml:3:5: error: there is no input \"fil\" [pipe.unknown-plugin]");
        assertThat(server.lines()).containsExactly("POST /pipes/validate");
    }

    @Test
    void asksTheServerForPipesUnlessToldNotTo() {
        server.answers("GET /pipes?limit=1000", 200, Asked.map("items", List.of(Asked.map("name", "host", "desired", "running", "live", 2, "latest", 3,
                "assigned", 2, "running", 1, "failed", 1, "selector", "site=north"))));
        assertThat(Captured.run("pipes", "list").out()).isEqualTo("""
                NAME  LIVE  LATEST  ASSIGNED  RUNNING  FAILED  TO
                host  2     3       2         1        1       site=north
                """);
        assertThat(Captured.run("pipes", "list", "--local", "--data", folder.toString()).code()).isEqualTo(ErrorKind.CLOSED.exitCode());
        Captured.run("context", "use", "local");
        assertThat(Captured.run("pipes", "list", "--data", folder.toString()).err()).contains("no Penstock is running");
        assertThat(Captured.run("agents", "list").err()).contains("no server chosen: penstock login");
    }

    @Test
    void setsParametersBesideThoseThatAreThere() {
        server.answers("GET /parameters/tags/site%3Dnorth", 200, Asked.map("level", "tag", "owner", "site=north", "entries", Asked.map("a", 1), "version", 4), "ETag", "\"4\"")
                .answers("PUT /parameters/tags/site%3Dnorth", 202, Asked.map("touches", 2, "rollout", ID))
                .answers("PUT /parameters/tags/site%3Dnorth?dryRun=true", 200, Asked.map("touches", 2));
        assertThat(Captured.run("params", "set", "b=30s", "c=5", "d=true", "--tag", "site=north").out()).contains("brings it to 2 agents");
        assertThat(server.last().body()).isEqualTo(Map.of("entries", Asked.map("a", 1L, "b", "30s", "c", 5L, "d", true)));
        assertThat(server.last().headers()).containsEntry("if-match", "\"4\"");
        assertThat(Captured.run("params", "set", "b=1", "--tag", "site=north", "--dry-run").out()).isEqualTo("would touch 2 agents\n");
    }

    @Test
    void appliesWhatItExports() throws Exception {
        String text = "name: host\ninputs:\n  - stdin: {}\n";
        List<Object> documents = List.of(Asked.map("kind", "Agent", "name", "berlin", "spec", Asked.map("tags", Asked.map("site", "north", "no", ""))),
                Asked.map("kind", "Pipe", "name", "host", "spec", Asked.map("text", text, "selector", "site=north")));
        server.answers("GET /export", 200, Asked.map("documents", documents))
                .answers("POST /apply", 200, Asked.map("changes", List.of(Asked.map("kind", "Pipe", "name", "host", "change", "created")), "rollouts", List.of(), "touches", 1));
        Captured exported = Captured.run("export");
        assertThat(exported.out()).contains("  text: |\n    name: host\n    inputs:\n");
        Path file = Files.writeString(folder.resolve("all.yaml"), exported.out());
        assertThat(Captured.run("apply", "-f", file.toString()).out()).isEqualTo("created Pipe host\n");
        assertThat(server.last().body()).isEqualTo(Asked.map("documents", documents, "prune", false, "dryRun", false));
    }

    @Test
    void endsWithTheCodeOfTheProblem() {
        Map<Integer, ErrorKind> kinds = Map.of(401, ErrorKind.DENIED, 403, ErrorKind.DENIED, 404, ErrorKind.NOT_FOUND, 409, ErrorKind.CONFLICT,
                412, ErrorKind.CONFLICT, 410, ErrorKind.CLOSED, 422, ErrorKind.INVALID, 429, ErrorKind.RETRY, 503, ErrorKind.RETRY, 500, ErrorKind.BUG);
        kinds.forEach((status, kind) -> {
            server.close();
            try (ScriptedServer one = new ScriptedServer(keys)) {
                one.answers("GET /me", status, Asked.map("code", "some.code", "detail", "why it is so", "errors",
                        List.of(Asked.map("pointer", "/spec", "code", "x.y", "message", "is wrong"))));
                Path token = Files.writeString(folder.resolve("token"), TOKEN);
                Captured run = Captured.run("whoami", "--server", one.url(), "--pin", one.pin(), "--token-file", token.toString());
                assertThat(run.code()).as("status " + status).isEqualTo(kind.exitCode());
                assertThat(run.err()).contains("why it is so", "\n  /spec: is wrong [x.y] [some.code]");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void showsWhatHappensUntilTheStreamEnds() {
        server.answers("GET /events", 200, """
                : hello

                id: 7
                event: agent-state
                data: {"seq": 7, "at": "2026-11-20T12:00:00.000Z", "kind": "agent-state", "id": "berlin", "op": "changed", "version": 1, "actor": "server", "state": "running", "substate": "online"}

                """, "Content-Type", "text/event-stream");
        assertThat(Captured.run("watch").out()).isEqualTo("2026-11-20T12:00:00.000Z 7 agent-state berlin changed running: online by server\n");
    }

    @Test
    void makesTheFirstAdminAndSignsIn() throws Exception {
        server.answers("POST /setup", 201, Asked.map("id", ID, "name", "ann", "role", "admin"));
        Path code = Files.writeString(folder.resolve("code"), "pst_su_code\n");
        Captured run = Captured.runWithInput(PASSWORD + "\n", "setup", "--user", "ann", "--server", server.url(), "--pin", server.pin(),
                "--code-file", code.toString(), "--context", "new");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(server.questions.get(0).body()).isEqualTo(Asked.map("code", "pst_su_code", "name", "ann", "password", PASSWORD));
        assertThat(Captured.run("context", "show").out()).contains("new");
        List<String> said = new ArrayList<>(List.of(run.out(), run.err()));
        assertThat(String.join("", said)).doesNotContain(PASSWORD, TOKEN);
    }
}
