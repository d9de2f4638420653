//! The service around the protocol library's: null parameters are left out, bad frames answered, panics answered as errors.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures::FutureExt as _;
use futures::future::BoxFuture;
use serde_json::Value;
use tower::Service;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};

use crate::Host;
use crate::transport::BAD_FRAME;

pub(crate) struct Guard<S> {
    pub(crate) inner: S,
    pub(crate) host: Arc<dyn Host>,
}

impl<S> Service<Request> for Guard<S>
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
{
    type Response = Option<Response>;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Option<Response>, S::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        if request.method() == BAD_FRAME {
            let answer = bad_frame(request.params());
            self.host.log(&answer.message);
            let response = Response::from_error(Id::Null, answer);
            return async move { Ok(Some(response)) }.boxed();
        }
        let request = without_null(request);
        let (id, method) = (request.id().cloned(), request.method().to_owned());
        let host = Arc::clone(&self.host);
        let answer = self.inner.call(request);
        async move {
            match AssertUnwindSafe(answer).catch_unwind().await {
                Ok(response) => response,
                Err(_) => {
                    host.log(&format!("a mistake in the server while answering {method}"));
                    Ok(id.map(|id| Response::from_error(id, Error::internal_error())))
                }
            }
        }
        .boxed()
    }
}

/// The error that answers a bad frame.
fn bad_frame(params: Option<&Value>) -> Error {
    let field = |name: &str| params.and_then(|params| params.get(name));
    let code = field("code").and_then(Value::as_i64).unwrap_or(-32600);
    let mut error = Error::new(ErrorCode::from(code));
    if let Some(words) = field("message").and_then(Value::as_str) {
        error.message = words.to_owned().into();
    }
    error
}

/// `"params": null` means no parameters; some clients send it with `shutdown`.
fn without_null(request: Request) -> Request {
    if request.params() != Some(&Value::Null) {
        return request;
    }
    let (method, id, _) = request.into_parts();
    let plain = Request::build(method);
    match id {
        Some(id) => plain.id(id).finish(),
        None => plain.finish(),
    }
}
