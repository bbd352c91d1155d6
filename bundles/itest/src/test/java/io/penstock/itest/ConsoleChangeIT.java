package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/** What a person changes in the web console, by the requests the console's own pages make. */
class ConsoleChangeIT {
    private static final String LOG_PID = "io.penstock.log";
    private static final String NEW_FACTORY = "[Temporary PID replaced by real PID upon save]";

    private final HttpClient client = HttpClient.newHttpClient();
    private Path home;
    private EmbeddedRuntime runtime;

    @BeforeEach
    void startsWithAConsole() throws Exception {
        home = Distribution.newHome("console");
        Files.writeString(home.resolve("conf/penstock.toml"), """
                [admin]
                address = "none"
                [admin-console]
                address = "127.0.0.1:0"
                [log]
                level = "warn"
                """);
        runtime = EmbeddedRuntime.start(Distribution.full(), home);
        awaitConsole();
    }

    @AfterEach
    void stops() throws Exception {
        runtime.close();
    }

    @Test
    void aChangeIsLiveAtOnceAndKeptOverARestartAsAnOverride() throws Exception {
        assertThat(level()).contains("value=warn").contains("penstock.toml");

        assertThat(post(LOG_PID, Map.of("level", "debug"))).isLessThan(400);

        Eventually.holds("the console's level", () -> level().contains("value=debug") && level().contains("source=override"));
        Eventually.holds("the backend has it", () -> backend().contains("name=\"io.penstock\" level=\"DEBUG\""));

        runtime.close();
        runtime = EmbeddedRuntime.start(Distribution.full(), home);
        Eventually.holds("the override after a restart", () -> level().contains("value=debug") && level().contains("source=override"));
        assertThat(runtime.ask("config.list", Map.of("table", "log")).toString()).contains("source=override");
        assertThat(runtime.ask("config.diff", Map.of()).toString()).contains("log.level");
    }

    @Test
    void aConfigurationOfTheFactoryIsAPipe() throws Exception {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("factoryPid", "io.penstock.pipe");
        fields.put("pipe", "{name: typed, input: {generate: {rate: 10/s}}, output: discard}");

        assertThat(post(NEW_FACTORY, fields)).isLessThan(400);

        Eventually.holds("the pipe runs", () -> runtime.state("typed").equals("RUNNING"));
        assertThat(String.valueOf(runtime.row("typed").orElseThrow().get("source"))).contains("io.penstock.pipe");
    }

    @Test
    void theConsoleLeavesItsPortBeforeItComesBack() throws Exception {
        Bundle bundle = runtime.bundle("io.penstock.admin.console");
        for (int i = 0; i < 10; i++) {
            URI before = URI.create(console());
            bundle.stop();
            assertThat(isFree(before)).as("nobody listens at %s, time %d", before, i).isTrue();
            bundle.start();
            awaitConsole();
        }
    }

    private static boolean isFree(URI where) {
        try (Socket connected = new Socket(where.getHost(), where.getPort())) {
            return !connected.isConnected();
        } catch (IOException e) {
            return true;
        }
    }

    private int post(String pid, Map<String, String> fields) throws Exception {
        Map<String, String> form = new LinkedHashMap<>(fields);
        form.put("apply", "true");
        form.put("action", "ajaxConfigManager");
        form.put("propertylist", fields.keySet().stream().filter(key -> !key.equals("factoryPid")).collect(Collectors.joining(",")));
        String body = form.entrySet().stream().map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        URI uri = URI.create(console() + "/system/console/configMgr/" + encoded(pid).replace("+", "%20"));
        HttpRequest request = HttpRequest.newBuilder(uri).header("Origin", console())
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(password().getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String password() throws IOException {
        return "penstock:" + Files.readString(home.resolve("data/console-password")).strip();
    }

    /** Until the console itself answers, and not only the port. */
    private void awaitConsole() throws InterruptedException {
        Eventually.holds("the console asks for a password", () -> {
            try {
                HttpRequest request = HttpRequest.newBuilder(URI.create(console() + "/system/console/configMgr")).build();
                return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 401;
            } catch (IOException | IllegalStateException e) {
                return false;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    /** Where the HTTP service says it listens, without a slash at the end. */
    private String console() {
        ServiceReference<?> http = runtime.system().getBundleContext()
                .getServiceReference("org.osgi.service.servlet.runtime.HttpServiceRuntime");
        Object endpoints = http == null ? null : http.getProperty("osgi.http.endpoint");
        if (endpoints instanceof String[] urls && urls.length > 0) {
            return urls[0].replaceAll("/$", "");
        }
        throw new IllegalStateException("nothing listens yet");
    }

    private String level() {
        return runtime.ask("config.get", Map.of("setting", "log.level")).toString();
    }

    private String backend() {
        try {
            return Files.readString(home.resolve("data/logs/logback.xml"));
        } catch (IOException e) {
            return "";
        }
    }
}
