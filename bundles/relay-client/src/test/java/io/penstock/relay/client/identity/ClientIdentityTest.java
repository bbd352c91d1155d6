package io.penstock.relay.client.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientIdentityTest {
    @TempDir
    Path folder;

    private ClientIdentity identity() {
        return ClientIdentity.in(folder.resolve("identity"), UUID::randomUUID);
    }

    @Test
    void isMadeOnceAndKept() {
        assertThat(identity().uuid()).isEqualTo(identity().uuid());
    }

    @Test
    void isReadByItsOwnerOnly() throws Exception {
        identity();
        Assumptions.assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));

        assertThat(Files.getPosixFilePermissions(folder.resolve("identity")))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void whatCannotBeUnderstoodIsReplaced() throws Exception {
        UUID first = identity().uuid();
        for (String damaged : new String[] {"", "penstock-relay-client 1 " + first, "penstock-relay-client 2 " + first + "\n",
                "x".repeat(5000), "penstock-relay-client 1 ------------------------------------\n"}) {
            Files.writeString(folder.resolve("identity"), damaged);
            UUID other = identity().uuid();

            assertThat(other).isNotEqualTo(first).isEqualTo(identity().uuid());
        }
    }

    @Test
    void aRenewedOneIsKept() {
        ClientIdentity identity = identity();
        UUID first = identity.uuid();
        identity.renew();

        assertThat(identity.uuid()).isNotEqualTo(first).isEqualTo(identity().uuid());
    }

    @Test
    void oneThatCannotBeWrittenIsDueUntilItIs() throws Exception {
        ClientIdentity identity = identity();
        UUID first = identity.uuid();
        Path obstacle = Files.createDirectories(folder.resolve("identity.new/obstacle"));
        assertThatThrownBy(identity::renewForNextStart).isInstanceOfSatisfying(PenstockException.class,
                e -> assertThat(e.kind()).isEqualTo(ErrorKind.RETRY));
        assertThat(identity.isRenewalDue()).isTrue();
        assertThat(identity().uuid()).isEqualTo(first);

        Files.delete(obstacle);
        identity.renewForNextStart();
        assertThat(identity.isRenewalDue()).isFalse();
        assertThat(identity.uuid()).isEqualTo(first);
        assertThat(identity().uuid()).isNotEqualTo(first);
    }

    @Test
    void oneForTheNextStartIsMadeOnceAndNotUsedBefore() {
        ClientIdentity identity = identity();
        UUID first = identity.uuid();
        identity.renewForNextStart();
        UUID next = identity().uuid();
        identity.renewForNextStart();

        assertThat(identity.uuid()).isEqualTo(first);
        assertThat(next).isNotEqualTo(first).isEqualTo(identity().uuid());
    }
}
