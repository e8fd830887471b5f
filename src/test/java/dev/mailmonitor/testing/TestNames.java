package dev.mailmonitor.testing;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.Locale;
import java.util.stream.Stream;

/// The names that tests look up, so that none of them asks a name server of the network. Names that
/// end in `.test` or `.invalid` (RFC 6761) are known here and nowhere else.
public final class TestNames extends InetAddressResolverProvider {
  /// A name whose look-up gets no answer.
  public static final String UNANSWERED = "unanswered.test";

  /// A name with the addresses `127.0.0.1` and `127.0.0.2`.
  public static final String TWO_ADDRESSES = "two-addresses.test";

  /// A name with the address `::1` only.
  public static final String IPV6_ONLY = "ipv6-only.test";

  /// A name with an address to which the kernel opens no connection: the broadcast address.
  public static final String UNREACHABLE = "unreachable.test";

  /// A name with the address `127.0.0.1`.
  public static final String OTHER_NAME = "other-name.test";

  private static final long FOR_EVER = 120_000;

  /// Made by the JVM.
  public TestNames() {}

  @Override
  public String name() {
    return "names of tests";
  }

  @Override
  public InetAddressResolver get(Configuration configuration) {
    InetAddressResolver system = configuration.builtinResolver();
    return new InetAddressResolver() {
      @Override
      public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
          throws UnknownHostException {
        String name = host.toLowerCase(Locale.ROOT);
        return name.endsWith(".test") || name.endsWith(".invalid")
            ? known(name)
            : system.lookupByName(host, policy);
      }

      @Override
      public String lookupByAddress(byte[] address) throws UnknownHostException {
        return system.lookupByAddress(address);
      }
    };
  }

  private static Stream<InetAddress> known(String name) throws UnknownHostException {
    return switch (name) {
      case UNANSWERED -> {
        try {
          Thread.sleep(FOR_EVER);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        throw new UnknownHostException(name);
      }
      case OTHER_NAME -> Stream.of(InetAddress.getByAddress(name, new byte[] {127, 0, 0, 1}));
      case UNREACHABLE -> Stream.of(InetAddress.getByAddress(name, new byte[] {-1, -1, -1, -1}));
      case TWO_ADDRESSES ->
          Stream.of(
              InetAddress.getByAddress(name, new byte[] {127, 0, 0, 1}),
              InetAddress.getByAddress(name, new byte[] {127, 0, 0, 2}));
      case IPV6_ONLY -> {
        byte[] loopback = new byte[16];
        loopback[15] = 1;
        yield Stream.of(InetAddress.getByAddress(name, loopback));
      }
      default -> throw new UnknownHostException(name);
    };
  }
}
