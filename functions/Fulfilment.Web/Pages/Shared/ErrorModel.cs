using Fulfilment.Web.Http;

namespace Fulfilment.Web.Pages.Shared;

/// <param name="Staff">Staff get the exact reason, customers a sentence in their language.</param>
public sealed record ErrorModel(ProblemKind Kind, string Detail, Lang L, bool Staff)
{
    public string Sentence => Kind.Status switch
    {
        403 => L["The form was too old. Please go back, load the page again and repeat.", "Le formulaire était trop ancien. Revenez en arrière, rechargez la page et recommencez."],
        404 => L["There is nothing here, or the link is no longer valid. The latest mail about your order has one that is.", "Il n’y a rien ici, ou le lien n’est plus valable. Le dernier courriel sur votre commande en contient un qui l’est."],
        503 => L["We cannot save anything at the moment. Please try again in a few minutes.", "Nous ne pouvons rien enregistrer pour le moment. Veuillez réessayer dans quelques minutes."],
        500 => L["Something went wrong on our side. Please try again in a moment.", "Une erreur s’est produite de notre côté. Veuillez réessayer dans un instant."],
        _ => L["The request could not be understood. Please go back and check what you entered.", "La demande n’a pas pu être comprise. Revenez en arrière et vérifiez votre saisie."],
    };
}
