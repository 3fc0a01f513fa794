import pytest
from threadpoolctl import threadpool_limits


@pytest.fixture(scope="session", autouse=True)
def one_thread():
    # Small matrices on several threads wait more than they compute, 100 times more on a busy
    # machine.
    with threadpool_limits(1):
        yield


@pytest.fixture
def torch(missing):
    try:
        import torch
    except ModuleNotFoundError as error:
        missing("torch", str(error))
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield torch
    torch.set_num_threads(threads)
