"""The business case of an idea, as a page and on paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frontend.business_case import case_sheet
from frontend.http import MemberRequest, for_members
from frontend.papers import pdf_response
from frontend.papers.business_case import business_case_pdf
from ideas.selectors.business_cases import business_case
from ideas.services.reads import record_read


@require_safe
@for_members
def case(request: MemberRequest, ref: str) -> HttpResponse:
    """Show the business case of an idea. Reading a confidential idea is logged."""
    found = business_case(viewer=request.user, ref=ref)
    record_read(idea=found.idea, by=request.user)
    context = {"idea": found.idea, "case": found, "sheet": case_sheet(found)}
    return render(request, "frontend/pages/reviews/case.html", context)


@require_safe
@for_members
def case_file(request: MemberRequest, ref: str) -> HttpResponse:
    """Give the business case of an idea as a PDF of one page. Reading a confidential idea is logged."""
    found = business_case(viewer=request.user, ref=ref)
    record_read(idea=found.idea, by=request.user)
    return pdf_response(business_case_pdf(found), name=f"{ref}-case")
