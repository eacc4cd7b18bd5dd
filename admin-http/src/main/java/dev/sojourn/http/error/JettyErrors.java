package dev.sojourn.http.error;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Error handler for requests that Jetty rejects before routing, such as those with too long a
 * header or a malformed URI. Gives them the usual error body; Jetty's own is an HTML page.
 */
public final class JettyErrors implements Request.Handler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus() < 400 ? 500 : response.getStatus();
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, ErrorBody.JSON);
    // Only 500 is a server error; 505, for example, is the client's.
    String text = status == 500 ? "Internal server error" : HttpStatus.getMessage(status);
    response.write(true, ByteBuffer.wrap(new ErrorBody(text).bytes()), callback);
    return true;
  }
}
