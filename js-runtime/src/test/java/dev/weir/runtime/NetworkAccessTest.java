package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.host.NotPermittedException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkAccessTest {
    private static boolean allows(NetworkAccess access, String scheme, String host, int port) {
        try {
            access.checkConnect(scheme, host, port);
            return true;
        } catch (NotPermittedException e) {
            return false;
        }
    }

    @Test
    void nothingIsAllowedUnlessSaid() {
        NotPermittedException refusal = assertThrows(
                NotPermittedException.class, () -> NetworkAccess.denyAll().checkConnect("ws", "example.com", 80));
        assertEquals("connections to ws://example.com:80 are not allowed by the network rules", refusal.getMessage());
        assertEquals(true, allows(NetworkAccess.allowAll(), "wss", "anything", 1));
    }

    @Test
    void rulesNameSchemeHostAndPort() {
        NetworkAccess access = NetworkAccess.builder()
                .allow("wss://Example.com:443")
                .allow("*.weir.dev")
                .allow("[::1]:9001")
                .build();
        assertEquals(true, allows(access, "wss", "example.com", 443));
        assertEquals(false, allows(access, "ws", "example.com", 443));
        assertEquals(false, allows(access, "wss", "example.com", 444));
        assertEquals(false, allows(access, "wss", "notexample.com", 443));
        assertEquals(true, allows(access, "ws", "a.weir.dev", 1));
        assertEquals(false, allows(access, "ws", "weir.dev", 1));
        assertEquals(false, allows(access, "ws", "evilweir.dev", 1));
        assertEquals(true, allows(access, "ws", "::1", 9001));
    }

    @Test
    void hostRulesChangeWhereToDialAndNothingElse() {
        NetworkAccess access = NetworkAccess.builder()
                .hostRules("127.0.0.1:80=127.0.0.1:9001, example.com=localhost,*:81=[::1]:8")
                .build();
        assertEquals(
                "127.0.0.1/<unresolved>:9001", access.route("127.0.0.1", 80).toString());
        assertEquals(
                "localhost/<unresolved>:443", access.route("example.com", 443).toString());
        assertEquals(8, access.route("other", 81).getPort());
        assertEquals("other/<unresolved>:82", access.route("other", 82).toString());
        assertEquals(false, allows(access, "ws", "127.0.0.1", 80));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1", "127.8.8.8", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0",
                        "100.64.0.1",
                "::1", "::", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "::10.0.0.1", "64:ff9b::a00:1", "224.0.0.1",
                "255.255.255.255", "198.18.0.1"
            })
    void aNameThatIsAllowedDoesNotLeadIntoAPrivateNetwork(String address) throws Exception {
        InetSocketAddress resolved = new InetSocketAddress(InetAddress.getByName(address), 80);
        NetworkAccess access =
                NetworkAccess.builder().allow("*").allow("evil.example").build();
        assertThrows(NotPermittedException.class, () -> access.checkAddress("ws", "evil.example", 80, resolved));
        assertDoesNotThrow(() -> NetworkAccess.builder()
                .allow("evil.example")
                .allowPrivateAddresses()
                .build()
                .checkAddress("ws", "evil.example", 80, resolved));
    }

    @Test
    void anAddressThatARuleNamesOrLeadsToMayBePrivate() throws Exception {
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 80);
        assertDoesNotThrow(() ->
                NetworkAccess.builder().allow("127.0.0.1:80").build().checkAddress("ws", "127.0.0.1", 80, loopback));
        assertDoesNotThrow(
                () -> NetworkAccess.builder().allow("localhost").build().checkAddress("ws", "localhost", 80, loopback));
        assertDoesNotThrow(() ->
                NetworkAccess.builder().hostRules("a.b=127.0.0.1").build().checkAddress("ws", "a.b", 80, loopback));
        assertDoesNotThrow(() -> NetworkAccess.builder()
                .allow("*")
                .build()
                .checkAddress("ws", "a.b", 80, new InetSocketAddress(InetAddress.getByName("93.184.216.34"), 80)));
    }

    @Test
    void aRuleForOnePortOpensNoOtherOneToAPrivateAddress() throws Exception {
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 9002);
        NetworkAccess access = NetworkAccess.builder()
                .allow("*")
                .allow("127.0.0.1:9001")
                .allow("wss://127.0.0.1:9002")
                .hostRules("a.b:80=127.0.0.1:9001,*:81=127.0.0.1:9001")
                .build();
        assertThrows(NotPermittedException.class, () -> access.checkAddress("ws", "127.0.0.1", 9002, loopback));
        assertDoesNotThrow(() -> access.checkAddress("wss", "127.0.0.1", 9002, loopback));
        assertThrows(NotPermittedException.class, () -> access.checkAddress("ws", "a.b", 9002, loopback));
        assertDoesNotThrow(() -> access.checkAddress("ws", "a.b", 80, loopback));
        assertDoesNotThrow(() -> access.checkAddress("ws", "x.y", 81, loopback));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ":80", "a:", "a:0", "a:65536", "a:b", "a b", "ftp://a", "a/b", "u@a", "[::1", "[::1]80"})
    void aRuleThatIsNoneIsRefused(String rule) {
        assertThrows(
                IllegalArgumentException.class, () -> NetworkAccess.builder().allow(rule));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a:1=", "=b", "a=*", "a:1=b:1,"})
    void aHostRuleThatIsNoneIsRefused(String rule) {
        assertThrows(
                IllegalArgumentException.class, () -> NetworkAccess.builder().hostRules(rule));
    }
}
