package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The web console of the full distribution, asked over HTTP as a browser would, and as an attacker would. */
class ConsoleIT {
    private static final Pattern URL = Pattern.compile("console\\s+(http://127\\.0\\.0\\.1:[0-9]+)/system/console");
    private static final String FORM = "apply=true&action=ajaxConfigManager&propertylist=level&level=debug";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path dist = Distribution.full().folder();
    private Path home;
    private StartedProcess penstock;
    private String base;
    private String password;

    @BeforeEach
    void start() throws Exception {
        home = Distribution.newHome("console");
        penstock = StartedProcess.penstock(dist, home, "up", "--set", "admin-console.address=127.0.0.1:0");
        penstock.awaitSaid("console password");
        Matcher url = URL.matcher(penstock.said());
        assertThat(url.find()).as(penstock.said()).isTrue();
        base = url.group(1);
        password = Files.readString(home.resolve("data/console-password")).strip();
    }

    @AfterEach
    void stop() throws Exception {
        penstock.close();
    }

    private HttpRequest.Builder to(String path, String user, String secret) {
        String credentials = Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create(base + "/system/console/" + path)).header("Authorization", "Basic " + credentials);
    }

    private int status(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString()).statusCode();
    }

    private HttpRequest.Builder change() {
        return to("configMgr/io.penstock.log", "penstock", password).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(FORM));
    }

    private String level() {
        try (StartedProcess get = StartedProcess.penstock(dist, home, "config", "get", "log.level")) {
            assertThat(get.awaitExit()).as(get.said()).isZero();
            return get.said();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void opensOnlyForThePasswordMadeAtTheFirstStart() throws Exception {
        assertThat(status(HttpRequest.newBuilder(URI.create(base + "/system/console/bundles")))).isEqualTo(401);
        assertThat(status(to("bundles", "admin", "admin"))).isEqualTo(401);
        assertThat(status(to("bundles", "penstock", password + "x"))).isEqualTo(401);
        assertThat(status(to("bundles", "penstock", password))).isEqualTo(200);

        Path file = home.resolve("data/console-password");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(penstock.said()).doesNotContain(password);
    }

    @Test
    void refusesChangesFromOtherPagesAndTakesItsOwnAtOnce() throws Exception {
        assertThat(status(change())).isEqualTo(403);
        assertThat(status(change().header("Origin", "http://evil.example"))).isEqualTo(403);
        assertThat(status(change().header("Origin", base).header("Sec-Fetch-Site", "cross-site"))).isEqualTo(403);
        assertThat(level()).contains("info", "default");

        assertThat(status(change().header("Origin", base))).isIn(200, 302);
        Eventually.holds("the level is an override", () -> level().contains("override"));
        assertThat(level()).contains("debug");
    }

    @Test
    void answersNoRequestForAnotherHost() throws Exception {
        URI uri = URI.create(base);
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            String credentials = Base64.getEncoder().encodeToString(("penstock:" + password).getBytes(StandardCharsets.UTF_8));
            String request = "GET /system/console/bundles HTTP/1.1\r\nHost: evil.example\r\nAuthorization: Basic " + credentials
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(firstLine(socket)).contains(" 403");
        }
    }

    private static String firstLine(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().findFirst().orElse("");
    }
}
