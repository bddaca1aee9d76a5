/** The languages of messages, chosen by Accept-Language; Turkish is the API's default. */
export type Language = 'tr' | 'en';

interface ErrorKind {
	status: number;
	/** The real API's codes are not public; these are the sandbox's own. */
	code: number;
	tr: string;
	en: string;
}

const KINDS = {
	badRequest: {
		status: 400,
		code: 400,
		tr: 'İstek okunamadı.',
		en: 'The request could not be read.',
	},
	unauthorized: {
		status: 401,
		code: 401,
		tr: 'Kimlik doğrulama başarısız.',
		en: 'Authentication failed.',
	},
	forbidden: { status: 403, code: 403, tr: 'Bu işlem için yetkiniz yok.', en: 'Forbidden.' },
	kycNotApproved: {
		status: 403,
		code: 4031,
		tr: 'Müşterinin KYC kaydı onaylı değil.',
		en: 'The KYC record of the customer is not approved.',
	},
	customerRemoved: {
		status: 403,
		code: 4032,
		tr: 'Müşteri kaydı silinmiş.',
		en: 'The customer has been removed.',
	},
	notFound: { status: 404, code: 404, tr: 'Kayıt bulunamadı.', en: 'Not found.' },
	orderNotFound: {
		status: 404,
		code: 4041,
		tr: 'Sipariş bulunamadı.',
		en: 'Order not found.',
	},
	customerNotFound: {
		status: 404,
		code: 4042,
		tr: 'Müşteri bulunamadı.',
		en: 'Customer not found.',
	},
	cardNotFound: { status: 404, code: 4043, tr: 'Kart bulunamadı.', en: 'Card not found.' },
	basketNotFound: { status: 404, code: 4044, tr: 'Sepet bulunamadı.', en: 'Basket not found.' },
	productNotFound: { status: 404, code: 4045, tr: 'Ürün bulunamadı.', en: 'Product not found.' },
	methodNotAllowed: {
		status: 405,
		code: 405,
		tr: 'Bu adres için geçersiz metot.',
		en: 'Method not allowed.',
	},
	parameter: { status: 422, code: 422, tr: 'Parametre hatası.', en: 'Parameter Error.' },
	newCustomer: {
		status: 422,
		code: 4220,
		tr: 'Parametre hatası (Yeni müşteri): müşteri kayıtlı değil, bilgileri eksik veya hatalı.',
		en: 'Parameter Error (New Customer): the customer is not registered and details are missing or invalid.',
	},
	priceTokenExpired: {
		status: 422,
		code: 4221,
		tr: 'Fiyat anahtarının (price_token) süresi doldu.',
		en: 'The price token (price_token) has expired.',
	},
	priceTokenUnknown: {
		status: 422,
		code: 4222,
		tr: 'Fiyat anahtarı (price_token) geçersiz.',
		en: 'The price token (price_token) is invalid.',
	},
	priceTokenUsed: {
		status: 422,
		code: 4223,
		tr: 'Fiyat anahtarı (price_token) daha önce kullanıldı.',
		en: 'The price token (price_token) has already been used.',
	},
	insufficientBalance: {
		status: 422,
		code: 4224,
		tr: 'Yetersiz bakiye.',
		en: 'Insufficient balance.',
	},
	insufficientMetal: {
		status: 422,
		code: 4225,
		tr: 'Yetersiz metal bakiyesi.',
		en: 'Insufficient metal balance.',
	},
	duplicateExternalId: {
		status: 422,
		code: 4226,
		tr: 'Bu external_id ile daha önce sipariş verildi.',
		en: 'An order with this external_id already exists.',
	},
	cardDeclined: {
		status: 422,
		code: 4227,
		tr: 'Kart bankası işlemi reddetti.',
		en: 'The card was declined by the bank.',
	},
	customerExists: {
		status: 422,
		code: 4228,
		tr: 'Bu external_id ile kayıtlı bir müşteri var.',
		en: 'A customer with this external_id already exists.',
	},
	customerHasOpenOrders: {
		status: 422,
		code: 4229,
		tr: 'Müşterinin açık siparişleri var.',
		en: 'The customer has open orders.',
	},
	basketEmpty: { status: 422, code: 4230, tr: 'Sepet boş.', en: 'The basket is empty.' },
	basketCompleted: {
		status: 422,
		code: 4231,
		tr: 'Sepet daha önce tamamlandı.',
		en: 'The basket has already been completed.',
	},
	basketWithoutAddress: {
		status: 422,
		code: 4232,
		tr: 'Sepette teslimat adresi yok.',
		en: 'The basket has no delivery address.',
	},
	tooManyRequests: {
		status: 429,
		code: 429,
		tr: 'Çok fazla istek gönderildi.',
		en: 'Too many requests.',
	},
	internal: { status: 500, code: 500, tr: 'Beklenmeyen hata.', en: 'Unexpected error.' },
} satisfies Record<string, ErrorKind>;

export type ErrorName = keyof typeof KINDS;

/** One complaint about one field: `items.0.amount` and what is wrong, in both languages. */
export interface FieldError {
	field: string;
	tr: string;
	en: string;
}

/** A refusal of the API. Nothing was committed when it is thrown. */
export class ApiError extends Error {
	readonly status: number;

	constructor(
		readonly kind: ErrorName,
		readonly fields: readonly FieldError[] = [],
	) {
		super(KINDS[kind].en);
		this.status = KINDS[kind].status;
	}

	/** The documented envelope; the fields' place in `data.errors` is assumed. */
	envelope(language: Language): ErrorEnvelope {
		return {
			data: this.fields.length > 0 ? { errors: groupByField(this.fields, language) } : null,
			success: false,
			code: KINDS[this.kind].code,
			message: KINDS[this.kind][language],
		};
	}
}

export interface ErrorEnvelope {
	data: { errors: Record<string, string[]> } | null;
	success: false;
	code: number;
	message: string;
}

/** The refusal of one field with the common code 422. */
export function fieldError(field: string, en: string, tr: string): ApiError {
	return new ApiError('parameter', [{ field, en, tr }]);
}

/** The language of `Accept-Language`: the first of tr and en that it names, else Turkish. */
export function chooseLanguage(header: string | undefined): Language {
	for (const range of (header ?? '').split(',')) {
		const tag = range.trim().slice(0, 2).toLowerCase();
		if (tag === 'tr' || tag === 'en') return tag;
	}
	return 'tr';
}

function groupByField(fields: readonly FieldError[], language: Language): Record<string, string[]> {
	const grouped = new Map<string, string[]>();
	for (const error of fields) {
		grouped.set(error.field, [...(grouped.get(error.field) ?? []), error[language]]);
	}
	return Object.fromEntries(grouped);
}
