package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a stream through both processes does at its ends: half-closes, resets, refusals, and the record of each. */
class TunnelStreamsIT {
    private static final int MANY = 3_000_000;
    private static final int TIMEOUT_MS = 120_000;

    private static final BlockingQueue<String> HEARD = new LinkedBlockingQueue<>();
    private static final StandingTunnel TUNNEL = new StandingTunnel();
    private static PlainTarget sums;
    private static PlainTarget closesFirst;
    private static PlainTarget patient;
    private static TunnelHomes homes;
    private static int toSums;
    private static int toClosesFirst;
    private static int toPatient;
    private static int toForbidden;
    private static int toNobody;

    @BeforeAll
    static void bothEndsStand() throws Exception {
        sums = TUNNEL.with(new PlainTarget(TunnelStreamsIT::sumUp));
        closesFirst = TUNNEL.with(new PlainTarget(TunnelStreamsIT::closeFirst));
        patient = TUNNEL.with(new PlainTarget(client -> {
            client.getOutputStream().write(1);
            HEARD.add("end " + client.getInputStream().read());
        }));
        homes = new TunnelHomes();
        toSums = homes.listener(sums.address());
        toClosesFirst = homes.listener(closesFirst.address());
        toPatient = homes.listener(patient.address());
        toForbidden = homes.listener("127.0.0.1:1");
        int nobody = RelayHomes.freePort();
        toNobody = homes.listener("127.0.0.1:" + nobody);
        homes.agentConnects(homes.port, "allow = [\"" + sums.address() + "\", \"" + closesFirst.address() + "\", \""
                + patient.address() + "\", \"127.0.0.1:" + nobody + "\"]");
        TUNNEL.start(homes);
    }

    @AfterAll
    static void ends() throws Exception {
        TUNNEL.close();
    }

    /** Takes everything until the client has said all, then answers with its length and checksum. */
    private static void sumUp(Socket client) throws IOException {
        Checksum checksum = new Checksum();
        client.getInputStream().transferTo(checksum);
        client.getOutputStream().write((checksum.bytes() + " " + checksum.value()).getBytes(StandardCharsets.US_ASCII));
    }

    /** Says all it has to say, and listens on. */
    private static void closeFirst(Socket client) throws IOException {
        client.getOutputStream().write("that is all".getBytes(StandardCharsets.US_ASCII));
        client.shutdownOutput();
        Checksum checksum = new Checksum();
        client.getInputStream().transferTo(checksum);
        HEARD.add(checksum.bytes() + " " + checksum.value());
    }

    @Test
    void theTargetAnswersAfterTheClientHasClosedItsHalf() throws Exception {
        try (Socket client = connect(toSums)) {
            String sent = send(client.getOutputStream());
            client.shutdownOutput();

            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo(sent);
        }
        Map<?, ?> record = awaitRecord(sums.address());
        assertThat(record.get("reason")).isEqualTo("FINISHED");
        assertThat(record.get("toTarget")).isEqualTo((long) MANY);
        assertThat(record.get("address")).isEqualTo(sums.address());
        assertThat(record.get("agent")).isEqualTo(TunnelHomes.AGENT);
        assertThat(record.get("listener")).isEqualTo("port-" + toSums);
    }

    @Test
    void theClientTalksOnAfterTheTargetHasClosedItsHalf() throws Exception {
        HEARD.clear();
        try (Socket client = connect(toClosesFirst)) {
            assertThat(client.getInputStream().readAllBytes()).asString(StandardCharsets.US_ASCII).isEqualTo("that is all");

            String sent = send(client.getOutputStream());
            client.shutdownOutput();

            assertThat(HEARD.poll(TIMEOUT_MS, TimeUnit.MILLISECONDS)).isEqualTo(sent);
        }
        assertThat(awaitRecord(closesFirst.address()).get("reason")).isEqualTo("FINISHED");
    }

    @Test
    void aClientThatBreaksOffBreaksTheTargetsConnectionOff() throws Exception {
        HEARD.clear();
        try (Socket client = connect(toPatient)) {
            assertThat(client.getInputStream().read()).isEqualTo(1);
            assertThat(patient.open()).isEqualTo(1);
            client.setSoLinger(true, 0);
        }

        Eventually.holds("the target's connection ends", () -> patient.open() == 0);
        assertThat(HEARD).as("no end was heard, but a reset").isEmpty();
        assertThat(awaitRecord(patient.address()).get("reason")).isEqualTo("CLIENT_RESET");
    }

    @Test
    void whatTheAgentDoesNotAllowIsRefusedAndOnRecord() throws Exception {
        assertThat(isClosed(toForbidden)).isTrue();

        assertThat(awaitRecord("127.0.0.1:1").get("reason")).isEqualTo("DENIED");
    }

    @Test
    void aTargetThatIsNotThereIsRefusedAndOnRecord() throws Exception {
        assertThat(isClosed(toNobody)).isTrue();

        Eventually.holds("there is a record", () -> records().stream().anyMatch(row -> "REFUSED".equals(row.get("reason"))),
                TunnelStreamsIT::records);
    }

    @Test
    void tellsWhatATargetIsLike() {
        assertThat(homes.answers().test(sums.address()).get("code")).isEqualTo("OK");
        assertThat(homes.answers().test("127.0.0.1:1").get("code")).isEqualTo("DENIED");
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MS);
        return socket;
    }

    private static String send(OutputStream out) throws IOException {
        Checksum checksum = new Checksum();
        byte[] bytes = new byte[10_000];
        for (int i = 0; i < MANY / bytes.length; i++) {
            java.util.Arrays.fill(bytes, (byte) i);
            checksum.write(bytes, 0, bytes.length);
            out.write(bytes);
        }
        return checksum.bytes() + " " + checksum.value();
    }

    private static boolean isClosed(int port) throws IOException {
        try (Socket client = connect(port); InputStream in = client.getInputStream()) {
            return in.read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static List<Map<?, ?>> records() {
        return homes.answers().audit();
    }

    private static Map<?, ?> awaitRecord(String target) throws InterruptedException {
        Eventually.holds("there is a record of " + target,
                () -> records().stream().anyMatch(row -> target.equals(row.get("target"))), TunnelStreamsIT::records);
        return records().stream().filter(row -> target.equals(row.get("target"))).findFirst().orElseThrow();
    }
}
