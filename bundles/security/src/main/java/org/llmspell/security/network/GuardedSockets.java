package org.llmspell.security.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.guard.NetworkTarget;

/** Makes sockets that check where they connect to. */
final class GuardedSockets extends SocketFactory {
  private final NetworkCheck check;

  GuardedSockets(NetworkCheck check) {
    this.check = check;
  }

  @Override
  public Socket createSocket() {
    return new CheckedSocket(check);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(InetSocketAddress.createUnresolved(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket(host, port);
  }

  private Socket connected(InetSocketAddress address) throws IOException {
    var socket = new CheckedSocket(check);
    try {
      socket.connect(address, 30_000);
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** A socket that connects to a checked address, whatever it is told. */
  private static final class CheckedSocket extends Socket {
    private final NetworkCheck check;

    CheckedSocket(NetworkCheck check) {
      this.check = check;
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
      connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      if (!(endpoint instanceof InetSocketAddress address)) {
        throw new IOException("Only addresses of the internet can be connected to");
      }
      try {
        NetworkTarget target = check.target(address.getHostString(), address.getPort());
        super.connect(new InetSocketAddress(target.addresses().getFirst(), target.port()), timeout);
      } catch (SpellException e) {
        throw new IOException(e.message(), e);
      }
    }
  }
}
