"""What every page's frame shows."""

from cooperatives.models import Organisation


def shell(request):
    return {"demo_data": Organisation.objects.filter(is_demo=True).exists()}
